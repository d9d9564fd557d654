import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { DataSet } from "../datasets/data-set.js";
import { formatPredictions, parsePredictions } from "../evaluation/predictions-csv.js";
import type { Predictions } from "../evaluation/prediction.js";
import { writeWhole } from "../files/write-whole.js";
import type { Fold } from "../folds/fold.js";
import { classMasks } from "./gather-faces.js";
import { loadTrainingFaces } from "./load-training-faces.js";
import { predictFaces } from "./predict-faces.js";
import type { Recipe } from "./recipe.js";
import { createRun, reopenRun, type RunDirectory, type RunFacts } from "./run-directory.js";
import type { StartWeights } from "./start-weights.js";
import { trainRun, type TrainRunOptions } from "./train-run.js";

export interface CrossvalPlan {
  readonly data: DataSet;
  readonly folds: readonly Fold[];
  /** The set that masks are made of, by default `data`. Of people that a fold tests, no picture goes into its masks. */
  readonly masks?: DataSet | undefined;
  readonly from?: StartWeights | undefined;
  readonly facts: RunFacts;
  /** Folder: `fold-<name>/` is each fold's run, `predictions.csv` holds all folds' answers. */
  readonly out: string;
  /** Folds that are trained at the same time, each with `threads`. */
  readonly parallel?: number;
  readonly threads?: number;
  /** Averages each answer with that on the mirrored face. */
  readonly flip?: boolean;
  readonly signal?: AbortSignal;
  readonly progressOf?: (fold: string) => Pick<TrainRunOptions, "onProgress">;
  readonly onFold?: (fold: string, predictions: Predictions) => void;
}

/**
 * Trains on each fold's training faces and asks the model about the others. Folds that an earlier call has finished in the
 * same folder are taken from there, one that it was interrupted in goes on.
 *
 * @returns the answers of all folds
 */
export async function crossValidate(plan: CrossvalPlan, recipe: Recipe): Promise<Predictions> {
  const results = new Map<string, Predictions>();
  const waiting = [...plan.folds];
  const work = async (): Promise<void> => {
    for (let fold = waiting.shift(); fold !== undefined; fold = waiting.shift()) {
      const predictions = await runFold(plan, fold, recipe);
      results.set(fold.name, predictions);
      plan.onFold?.(fold.name, predictions);
    }
  };
  await Promise.all(Array.from({ length: plan.parallel ?? 1 }, work));
  const pooled = { classes: recipe.classes, faces: plan.folds.flatMap(({ name }) => results.get(name)?.faces ?? []) };
  await writeWhole(path.join(plan.out, "predictions.csv"), formatPredictions(pooled));
  return pooled;
}

async function runFold(plan: CrossvalPlan, fold: Fold, recipe: Recipe): Promise<Predictions> {
  const folder = path.join(plan.out, `fold-${fold.name}`);
  const file = path.join(folder, "predictions.csv");
  const begun = await reopenFold(folder, plan, recipe);
  const earlier = begun && (await readFile(file, "utf8").catch(() => undefined));
  if (earlier !== undefined) return parsePredictions(earlier, file);

  const { data, from, threads, signal, flip = false } = plan;
  const masks = await classMasks(plan.masks ?? data, masksFrom(plan, fold), recipe);
  const training = await loadTrainingFaces(data, recipe, masks, { indices: fold.train });
  const tested = await loadTrainingFaces(data, recipe, masks, { indices: fold.test });
  const run = begun ?? (await createRun(folder, recipe, plan.facts));
  const model = await trainRun(run, { training, leftOut: 0 }, recipe, { from, ...(threads ? { threads } : {}), ...(signal ? { signal } : {}), ...plan.progressOf?.(fold.name) });
  const { predictions } = await predictFaces(model, tested, recipe, { flip, fold: fold.name, ...(threads ? { threads } : {}) });
  const text = formatPredictions(predictions);
  await writeWhole(file, text);
  // What a later call reads, to the last digit.
  return parsePredictions(text, file);
}

/**
 * What an earlier call left of a fold; undefined where there is nothing.
 *
 * @throws Error if it was of other data or another recipe: its figures would be taken for this one's
 */
async function reopenFold(folder: string, { facts }: CrossvalPlan, recipe: Recipe): Promise<RunDirectory | undefined> {
  const present = await readdir(folder).catch(() => []);
  if (present.length === 0) return undefined;
  const { run, recipe: earlier } = await reopenRun(folder, facts);
  const changed = Object.entries(recipe).find(([name, value]) => JSON.stringify(value) !== JSON.stringify(earlier[name as keyof Recipe]));
  if (changed === undefined) return run;
  const [name, value] = changed;
  throw new Error(`${folder} was begun with ${name} ${JSON.stringify(earlier[name as keyof Recipe])}, not ${JSON.stringify(value)}; give a new folder with --out`);
}

/** The samples that a fold's masks are made of: all but those of people whom the fold tests. */
function masksFrom({ data, masks = data }: CrossvalPlan, fold: Fold): number[] | undefined {
  if (masks === data) return [...fold.train];
  const tested = new Set(fold.test.map((index) => data.samples[index]?.subject));
  return masks.samples.flatMap(({ subject }, index) => (subject !== undefined && tested.has(subject) ? [] : [index]));
}
