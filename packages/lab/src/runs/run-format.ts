import { z } from "zod";
import { parseDocument } from "../files/parse-document.js";
import { completeRecipe } from "../plans/resolve-recipe.js";
import type { Recipe } from "../plans/recipe.js";
import { trainingPlanSchema } from "../plans/training-plan.js";

/**
 * A run's folder.
 *
 * | file | what |
 * | --- | --- |
 * | `recipe.json`, `run.json` | what was trained how: recipe with seed, versions, data with hashes, plan |
 * | `metrics.jsonl` | a line every few steps and one for each validation |
 * | `checkpoint-mask.safetensors`, `checkpoint-joint.safetensors` | all that a stage needs to go on bit for bit |
 * | `masks/` | the mask generator's answers for a few faces, epoch by epoch |
 * | `model.onnx`, `weights.safetensors` | the result, written at the end |
 * | `predictions.csv` | the model's answers for held-out faces |
 * | `evaluation*.json` | what `fmpn evaluate --json` said of the model, where it was kept there |
 *
 * A cross-validation's folder holds a run's folder `fold-<name>/` for each fold, and `predictions.csv` and `evaluation.json` over
 * all of them.
 */
export const RUN_FILES = {
  recipe: "recipe.json",
  facts: "run.json",
  metrics: "metrics.jsonl",
  masks: "masks",
  model: "model.onnx",
  weights: "weights.safetensors",
  predictions: "predictions.csv",
} as const;

/** Folders of runs had no number before 2; `run.json` called `choice` `plan` then. */
const RUN_FORMAT = 2;

const namedSet = z.object({ name: z.string(), hash: z.string(), images: z.int() });

const factsSchema = z.object({
  /** Of this file. */
  format: z.literal(RUN_FORMAT, { error: ({ input }) => `${String(input)} is another format than ${RUN_FORMAT}, which this fmpn reads` }),
  /** Of the package that trained. */
  version: z.string(),
  node: z.string(),
  startedAt: z.string(),
  /** What it computes on. */
  engine: z.string().optional(),
  data: z.array(namedSet),
  /** The set that its motion masks were made of, where that is another one. */
  masks: namedSet.optional(),
  /** What else decides which faces are trained on: shares held out, sets left out, the cut of a fold. */
  choice: z.object({ holdOut: z.number().optional(), unlike: z.array(namedSet).optional(), cut: z.string().optional(), flip: z.boolean().optional() }).optional(),
  /** The models whose answers are taught beside the labels: their files' names and hashes. */
  teacher: z.string().optional(),
  /** What was asked for, to go on without saying it again; a fold has none of its own. */
  plan: trainingPlanSchema.optional(),
});

/** What a run was made of, besides its recipe. */
export type RunFacts = z.infer<typeof factsSchema>;

/** A data set in a run's facts: 16 hex digits of its hash, and how many pictures. */
export type NamedSet = z.infer<typeof namedSet>;

/** The text of `run.json`. */
export function formatFacts(facts: Omit<RunFacts, "format">): string {
  return `${JSON.stringify({ format: RUN_FORMAT, ...facts }, undefined, 2)}\n`;
}

/** Reads `run.json`, of older runs too. @throws Error naming the file and what is wrong in it */
export function parseFacts(text: string, file: string): RunFacts {
  return parseDocument(z.preprocess(renewed, factsSchema), text, file);
}

function renewed(content: unknown): unknown {
  if (typeof content !== "object" || content === null || "format" in content) return content;
  const { plan, ...others } = content as Record<string, unknown>;
  return { ...others, format: RUN_FORMAT, choice: plan };
}

/** The text of `recipe.json`. */
export function formatRecipe(recipe: Recipe): string {
  return `${JSON.stringify(recipe, undefined, 2)}\n`;
}

/** Reads `recipe.json`; settings that there were not yet are off. @throws Error naming the file and the setting that is wrong */
export function parseRecipe(text: string, file: string): Recipe {
  return completeRecipe(parseDocument(z.record(z.string(), z.unknown()), text, file), "paper", file);
}

const metricsSchema = z.object({
  stage: z.enum(["mask", "joint"]),
  /** Epochs done, a fraction within one. */
  epoch: z.number(),
  /** Steps of this stage done. */
  step: z.int(),
  /** Means over the steps since the line before. */
  learningRate: z.number().optional(),
  loss: z.number().optional(),
  maskLoss: z.number().optional(),
  classLoss: z.number().optional(),
  /** On batches. */
  accuracy: z.number().optional(),
  imagesPerSecond: z.number().optional(),
  /** Share of the time in which the engine waited for batches. */
  waiting: z.number().optional(),
  /** At the end of an epoch, on held-out faces. */
  validation: z.object({ accuracy: z.number(), balancedAccuracy: z.number() }).optional(),
});

/** One line of `metrics.jsonl`. */
export type MetricsLine = z.infer<typeof metricsSchema>;

export function formatMetrics(metrics: MetricsLine): string {
  return `${JSON.stringify(metrics)}\n`;
}

/** Reads `metrics.jsonl`. A line that a killed process left half written is passed over. */
export function parseMetrics(text: string): MetricsLine[] {
  return text.split("\n").flatMap((line) => {
    try {
      const { data } = metricsSchema.safeParse(JSON.parse(line));
      return data === undefined ? [] : [data];
    } catch {
      return [];
    }
  });
}
