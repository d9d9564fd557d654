import { parseDocument as parseYaml, stringify } from "yaml";
import { z } from "zod";
import type { MeasurementDocument } from "../measurement/measurement-document.js";

/** A figure that a model card states: one of the `results` of Hugging Face's `model-index`. */
export interface IndexedResult {
  readonly task: string;
  readonly dataset: string;
  /** Which part of the set, as the card names it. */
  readonly split?: string | undefined;
  readonly metric: string;
  /** As the card writes it. */
  readonly value: string;
  readonly source?: { readonly name?: string | undefined; readonly url?: string | undefined } | undefined;
}

/** What a model card says of one model. */
export interface ModelIndex {
  readonly name: string;
  readonly results: readonly IndexedResult[];
}

/** Front matter that is read: cards have some hundred lines of it. */
const MOST_CHARACTERS = 200_000;

const named = z.object({ name: z.string().optional(), type: z.string().optional() });
const schema = z.array(
  z.object({
    name: z.string(),
    results: z
      .array(
        z.object({
          task: named.default({}),
          dataset: named.extend({ split: z.string().nullish(), config: z.string().nullish() }).default({}),
          metrics: z.array(named.extend({ value: z.union([z.string(), z.number()]) })).default([]),
          source: z.object({ name: z.string().optional(), url: z.string().optional() }).nullish(),
        }),
      )
      .default([]),
  }),
);

/**
 * Reads the `model-index` of a model card: the YAML between two lines of `---` at its beginning.
 *
 * @param what the card's name, for errors
 * @returns one entry for each model; none where the card has no front matter or no index
 * @throws Error naming the field that is wrong
 */
export function readModelIndex(card: string, what: string): readonly ModelIndex[] {
  const front = frontMatter(card);
  if (front === undefined) return [];
  if (front.length > MOST_CHARACTERS) throw new Error(`${what}: its front matter has more than ${MOST_CHARACTERS} characters`);
  const index = readYaml(front, what)["model-index"];
  if (index === undefined || index === null) return [];
  const read = schema.safeParse(index);
  if (!read.success) throw new Error(`${what}: model-index.${read.error.issues[0]?.path.join(".")}: ${read.error.issues[0]?.message}`);
  return read.data.map(({ name, results }) => ({
    name,
    results: results.flatMap(({ task, dataset, metrics, source }) =>
      metrics.map((metric) => ({
        task: task.name ?? task.type ?? "",
        dataset: dataset.name ?? dataset.type ?? "",
        split: dataset.split ?? dataset.config ?? undefined,
        metric: metric.name ?? metric.type ?? "",
        value: String(metric.value),
        source: source ?? undefined,
      })),
    ),
  }));
}

/** A card with an index in its front matter, in the place of one that it had; what else stands there stays. @throws Error where its front matter is no YAML */
export function withModelIndex(card: string, index: readonly ModelIndex[], more: Readonly<Record<string, unknown>> = {}): string {
  const front = frontMatter(card);
  const kept = front === undefined ? {} : readYaml(front, "the card");
  const body = front === undefined ? card : card.slice(card.indexOf("\n---", 3) + 4).replace(/^\r?\n/, "");
  return `---\n${stringify({ ...kept, ...more, "model-index": index.map(({ name, results }) => ({ name, results: results.map(written) })) })}---\n${body}`;
}

function written({ task, dataset, split, metric, value, source }: IndexedResult) {
  const number = Number(value);
  return {
    task: { type: "image-classification", name: task },
    dataset: { name: dataset, type: dataset.toLowerCase().replace(/[^a-z0-9]+/g, "-"), ...(split === undefined ? {} : { split }) },
    metrics: [{ name: metric, type: metric.toLowerCase().replace(/[^a-z0-9]+/g, "_"), value: Number.isFinite(number) && value.trim() !== "" ? number : value }],
    ...(source === undefined ? {} : { source }),
  };
}

/** What measurement documents say, as a card states it: per cents. @param source where the documents are to be had */
export function indexOfMeasurements(name: string, documents: readonly MeasurementDocument[], source?: IndexedResult["source"]): ModelIndex {
  const percent = (share: number): string => String(Math.round(1e4 * share) / 100);
  return {
    name,
    results: documents.flatMap(({ split, metrics }) =>
      ([["Accuracy", metrics.accuracy], ["Balanced accuracy", metrics.balanced_accuracy], ["Macro F1", metrics.macro_f1]] as const).map(([metric, { value }]) => ({ task: "Facial Expression Recognition", dataset: split.drawn === undefined ? split.name : "FMPN synthetic faces", split: split.drawn === undefined ? undefined : split.name, metric, value: percent(value), source })),
    ),
  };
}

function frontMatter(card: string): string | undefined {
  return /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(card)?.[1];
}

function readYaml(text: string, what: string): Readonly<Record<string, unknown>> {
  const document = parseYaml(text, { schema: "core", merge: false });
  const [problem] = document.errors;
  if (problem !== undefined) throw new Error(`${what}: its front matter is no YAML: ${problem.message.split("\n")[0]}`);
  // A name that stands for another, that stands for others …: no card has more than a few.
  const value: unknown = document.toJS({ maxAliasCount: 20 });
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
