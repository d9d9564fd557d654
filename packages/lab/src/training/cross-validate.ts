import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { locateEyePositions } from "../crops/eye-positions.js";
import type { DataSet } from "../datasets/data-set.js";
import type { Predictions } from "../evaluation/prediction.js";
import { formatPredictions, parsePredictions } from "../evaluation/predictions-csv.js";
import { writeWhole } from "../files/write-whole.js";
import type { Fold } from "../folds/fold.js";
import { withoutTested } from "../folds/subjects.js";
import { chooseMethod } from "../prior/motion-prior.js";
import { RUN_FILES, type RunFacts } from "../runs/run-format.js";
import { type BegunRun, createRun, openRun, refuseUsedFolder, requireSameFaces, requireSameRecipe, stateOf } from "../runs/run-folder.js";
import { partOf, type Shard } from "../shard.js";
import type { Progress, WorkOptions } from "../work.js";
import { checkCount } from "./check-faces.js";
import { classMasks } from "./gather-faces.js";
import { loadTrainingFaces } from "./load-training-faces.js";
import { predictFaces } from "./predict-faces.js";
import type { Recipe } from "../plans/recipe.js";
import { trainRun, type TrainRunOptions } from "./train-run.js";
import type { TrainingProgress } from "./training-progress.js";

/** What is trained and tested, with all data opened. */
export interface CrossValidation {
  readonly data: DataSet;
  readonly folds: readonly Fold[];
  /** The set that masks are made of, by default `data`. Of people that a fold tests, no picture goes into its masks. */
  readonly masks?: DataSet | undefined;
  readonly facts: Omit<RunFacts, "format">;
  /** Folder: `fold-<name>/` is each fold's run, `predictions.csv` holds all folds' answers. */
  readonly out: string;
  /** Averages each answer with that on the mirrored face. */
  readonly flip?: boolean | undefined;
  /** Only these of the folds. */
  readonly shard?: Shard | undefined;
}

export interface CrossValidateOptions extends Pick<TrainRunOptions, "provider" | "threads">, Pick<WorkOptions, "cache" | "signal"> {
  /** Folds that are trained at the same time, each with `threads`; by default 1. */
  readonly parallel?: number | undefined;
  /** Of the preparation first, then of each step. */
  readonly onProgress?: ((progress: Progress | TrainingProgress) => void) | undefined;
  readonly onFold?: ((fold: string, predictions: Predictions) => void) | undefined;
  /** Called for each face that should be tested and cannot, with the reason. */
  readonly onLeftOut?: ((reason: string, file: string) => void) | undefined;
}

/**
 * Trains on each fold's training faces and asks the model about the others. Folds that an earlier call or another shard has
 * finished in the same folder are taken from there, one that was interrupted goes on.
 *
 * @returns the answers of all folds; undefined where some are left to other shards
 * @throws Error if a fold tests nobody, or the folder holds one of another recipe, other data or another cut
 */
export async function crossValidate(plan: CrossValidation, recipe: Recipe, options: CrossValidateOptions = {}): Promise<Predictions | undefined> {
  const { data, folds, out } = plan;
  const idle = folds.find(({ train, test }) => train.length === 0 || test.length === 0);
  if (idle !== undefined) throw new Error(`fold ${idle.name} trains on ${idle.train.length} faces and tests ${idle.test.length}: both sides want some`);
  for (const { train } of folds) checkCount(train.filter((index) => recipe.classes.includes(data.samples[index].label)).length, recipe);
  const own = partOf(folds, plan.shard);
  const begun = new Map<string, BegunRun>();
  for (const fold of own) {
    const run = await reopenFold(plan, fold, recipe);
    if (run !== undefined) begun.set(fold.name, run);
  }
  // Eyes and crops once, before folds ask for them side by side.
  const { parallel = 1, onProgress, ...others } = options;
  const preparation = { ...others, onProgress: (progress: Progress) => onProgress?.(progress) };
  if (recipe.prior !== "none") {
    chooseMethod(plan.masks ?? data);
    await locateEyePositions(plan.masks ?? data, preparation);
  }
  await loadTrainingFaces(data, recipe, [], { ...preparation, indices: [], onLeftOut: undefined });

  const waiting = [...own];
  // The first fold that fails stops the others.
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const shares = new Map(own.map(({ name }) => [name, 0]));
  const onStep = (fold: string, progress: TrainingProgress): void => {
    shares.set(fold, progress.share);
    onProgress?.({ ...progress, fold, share: [...shares.values()].reduce((sum, share) => sum + share / own.length, 0) });
  };
  const work = async (): Promise<void> => {
    for (let fold = waiting.shift(); fold !== undefined; fold = waiting.shift()) {
      signal.throwIfAborted();
      const predictions = await runFold(plan, fold, recipe, begun.get(fold.name), { ...options, signal, onProgress: (progress) => "stage" in progress && onStep(fold.name, progress) });
      shares.set(fold.name, 1);
      options.onFold?.(fold.name, predictions);
    }
  };
  const stop = (error: unknown): never => {
    failed.abort(error);
    throw error;
  };
  const workers = await Promise.allSettled(Array.from({ length: parallel }, async () => await work().catch(stop)));
  for (const worker of workers) if (worker.status === "rejected") throw failed.signal.reason;

  const results = await Promise.all(folds.map(async (fold) => await finishedFold(out, fold)));
  const finished = results.filter((predictions) => predictions !== undefined);
  if (finished.length < folds.length) return undefined;
  const pooled = { classes: recipe.classes, faces: finished.flatMap(({ faces }) => faces) };
  await writeWhole(path.join(out, RUN_FILES.predictions), formatPredictions(pooled));
  return pooled;
}

const foldFolder = (out: string, { name }: Fold): string => path.join(out, `fold-${name}`);
const factsOf = ({ facts, data, flip = false }: CrossValidation, fold: Fold): Omit<RunFacts, "format"> => ({ ...facts, choice: { ...facts.choice, cut: cutHash(data, fold), flip } });

/** The answers of a fold that is finished. */
async function finishedFold(out: string, fold: Fold): Promise<Predictions | undefined> {
  const file = path.join(foldFolder(out, fold), RUN_FILES.predictions);
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : parsePredictions(text, file);
}

/** Opens what an earlier call left, before anything is trained: what does not go together is told at once. */
async function reopenFold(plan: CrossValidation, fold: Fold, recipe: Recipe): Promise<BegunRun | undefined> {
  const folder = foldFolder(plan.out, fold);
  if ((await stateOf(folder)) !== "run") {
    await refuseUsedFolder(folder);
    return undefined;
  }
  const begun = await openRun(folder);
  requireSameFaces(begun, factsOf(plan, fold));
  requireSameRecipe(begun, recipe);
  return begun;
}

async function runFold(plan: CrossValidation, fold: Fold, recipe: Recipe, begun: BegunRun | undefined, options: CrossValidateOptions): Promise<Predictions> {
  const { data, out, flip } = plan;
  const earlier = await finishedFold(out, fold);
  if (earlier !== undefined) return earlier;
  const { provider, threads, cache, signal, onProgress, onLeftOut } = options;
  const maskSet = plan.masks ?? data;
  // Of nobody whom the fold tests or leaves out, a picture goes into its masks.
  const trained = new Set(fold.train);
  const untested = withoutTested(maskSet, [{ root: data.root, samples: data.samples.filter((_, index) => !trained.has(index)) }]);
  const masks = await classMasks(maskSet, untested, recipe, { cache, signal });
  const training = await loadTrainingFaces(data, recipe, masks, { cache, signal, indices: fold.train });
  const tested = await loadTrainingFaces(data, recipe, masks, { cache, signal, indices: fold.test, onLeftOut });
  signal?.throwIfAborted();
  const run = begun?.run ?? (await createRun(foldFolder(out, fold), recipe, factsOf(plan, fold)));
  const model = await trainRun(run, { training, leftOut: 0 }, recipe, { provider, threads, signal, onProgress });
  const { predictions } = await predictFaces(model, tested, recipe, { flip, fold: fold.name, provider, threads });
  const text = formatPredictions(predictions);
  const file = path.join(foldFolder(out, fold), RUN_FILES.predictions);
  await writeWhole(file, text);
  // What a later call reads, to the last digit.
  return parsePredictions(text, file);
}

/** Names who is trained on and who is tested, as what: 16 hex digits. */
function cutHash({ samples }: DataSet, { train, test }: Fold): string {
  const hash = createHash("sha256");
  for (const part of [train, test]) hash.update(part.map((index) => `${samples[index]?.file}\t${samples[index]?.label}\n`).join("")).update("\n");
  return hash.digest("hex").slice(0, 16);
}
