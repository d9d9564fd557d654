import { z } from "zod";

/** What programs send to the addresses that write, in the forms of Papers With Code's clients. */
const text = (most: number) => z.string().trim().max(most);
const optional = (most: number) => text(most).nullish().transform((value) => (value === null || value === "" ? undefined : value));

export const evaluationSchema = z.object({ task: text(200).min(1), dataset: text(200).min(1), description: optional(10_000), mirror_url: optional(500) });

/** `is_loss` has to be said: a default was the source of many wrong directions. */
const isLoss = z.boolean({ error: "say whether less is better (true) or more (false): there is no default" });
export const metricSchema = z.object({ name: text(100).min(1), description: optional(1000), is_loss: isLoss });
export const metricChangeSchema = z.object({ is_loss: isLoss, description: optional(1000) });

const figures = z.record(z.string().max(100), z.union([z.string(), z.number()]).nullable()).transform((all) => Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === null || String(value).trim() === "" ? [] : [[name, String(value).trim().slice(0, 100)] as const]))));
export const resultSchema = z.object({ metrics: figures, methodology: text(200).min(1), uses_additional_data: z.boolean().nullish(), paper: optional(200), evaluated_on: optional(10), external_source_url: optional(500), external_id: optional(200) });
export const resultChangeSchema = resultSchema.partial();

export const synchronizeSchema = evaluationSchema.extend({ external_id: optional(200), metrics: z.array(metricSchema).max(100).default([]), results: z.array(resultSchema).max(2000).default([]) });

export type SentResult = z.infer<typeof resultSchema>;
export type Synchronize = z.infer<typeof synchronizeSchema>;

/** An address that writes, for the API's description. */
export interface WritingAddress {
  readonly method: "post" | "patch" | "delete";
  readonly path: string;
  readonly summary: string;
  readonly body?: z.ZodType | undefined;
}

export const writingAddresses: readonly WritingAddress[] = [
  { method: "post", path: "/evaluations/", summary: "Hand in an evaluation table", body: evaluationSchema },
  { method: "patch", path: "/evaluations/{id}/", summary: "Hand in another description", body: evaluationSchema.pick({ description: true, mirror_url: true }) },
  { method: "post", path: "/evaluations/{id}/metrics/", summary: "Hand in a metric; is_loss has to be said", body: metricSchema },
  { method: "patch", path: "/evaluations/{id}/metrics/{metric}/", summary: "Hand in which way a metric goes", body: metricChangeSchema },
  { method: "post", path: "/evaluations/{id}/results/", summary: "Hand in a result", body: resultSchema },
  { method: "patch", path: "/evaluations/{id}/results/{result}/", summary: "Hand in a correction of a result", body: resultChangeSchema },
  { method: "delete", path: "/evaluations/{id}/results/{result}/", summary: "Take a result back that waits, or ask for it in public" },
  { method: "post", path: "/rpc/evaluation-synchronize/", summary: "Hand in what a table elsewhere has and this one lacks; sent again it adds nothing", body: synchronizeSchema },
];
