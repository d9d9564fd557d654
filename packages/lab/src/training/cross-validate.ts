import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { locateEyePositions } from "../crops/eye-positions.js";
import type { DataSet } from "../datasets/data-set.js";
import { formatPredictions, parsePredictions } from "../evaluation/predictions-csv.js";
import type { Predictions } from "../evaluation/prediction.js";
import { writeWhole } from "../files/write-whole.js";
import type { Fold } from "../folds/fold.js";
import { withoutTested } from "../folds/subjects.js";
import type { Progress } from "../work.js";
import { classMasks } from "./gather-faces.js";
import { loadTrainingFaces } from "./load-training-faces.js";
import { predictFaces } from "./predict-faces.js";
import type { Recipe } from "./recipe.js";
import { createRun, reopenRun, type RunFolder, type RunFacts } from "../runs/run-folder.js";
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
  /** Told how finding eyes and cutting faces goes, before the first fold. */
  readonly onPreparation?: ((progress: Progress) => void) | undefined;
  /** Called for each face that should be tested and cannot, with the reason. */
  readonly onLeftOut?: ((reason: string, file: string) => void) | undefined;
}

/**
 * Trains on each fold's training faces and asks the model about the others. Folds that an earlier call has finished in the
 * same folder are taken from there, one that it was interrupted in goes on.
 *
 * @returns the answers of all folds
 * @throws Error if a fold tests nobody, or the folder holds one of another recipe, other data or another cut
 */
export async function crossValidate(plan: CrossvalPlan, recipe: Recipe): Promise<Predictions> {
  const idle = plan.folds.find(({ train, test }) => train.length === 0 || test.length === 0);
  if (idle !== undefined) throw new Error(`fold ${idle.name} trains on ${idle.train.length} faces and tests ${idle.test.length}: both sides want some`);
  const begun = new Map<string, BegunFold>();
  for (const fold of plan.folds) begun.set(fold.name, await reopenFold(plan, fold, recipe));
  const preparation = { signal: plan.signal, onProgress: plan.onPreparation };
  // Eyes and crops once, before folds ask for them side by side.
  if (recipe.prior !== "none") await locateEyePositions(plan.masks ?? plan.data, preparation);
  await loadTrainingFaces(plan.data, recipe, [], { ...preparation, indices: [] });

  const results = new Map<string, Predictions>();
  const waiting = [...plan.folds];
  // The first fold that fails stops the others.
  const failed = new AbortController();
  const signal = plan.signal ? AbortSignal.any([plan.signal, failed.signal]) : failed.signal;
  const work = async (): Promise<void> => {
    for (let fold = waiting.shift(); fold !== undefined; fold = waiting.shift()) {
      signal.throwIfAborted();
      const predictions = await runFold({ ...plan, signal }, fold, recipe, begun.get(fold.name) ?? {});
      results.set(fold.name, predictions);
      plan.onFold?.(fold.name, predictions);
    }
  };
  const stop = (error: unknown): never => {
    failed.abort(error);
    throw error;
  };
  const workers = await Promise.allSettled(Array.from({ length: plan.parallel ?? 1 }, async () => await work().catch(stop)));
  for (const worker of workers) if (worker.status === "rejected") throw failed.signal.reason;
  const pooled = { classes: recipe.classes, faces: plan.folds.flatMap(({ name }) => results.get(name)?.faces ?? []) };
  await writeWhole(path.join(plan.out, "predictions.csv"), formatPredictions(pooled));
  return pooled;
}

/** What an earlier call left of a fold. */
interface BegunFold {
  readonly run?: RunFolder;
  /** Where it was finished. */
  readonly predictions?: Predictions;
}

const foldFolder = (plan: CrossvalPlan, fold: Fold): string => path.join(plan.out, `fold-${fold.name}`);
const factsOf = ({ facts, data, flip = false }: CrossvalPlan, fold: Fold): RunFacts => ({ ...facts, plan: { ...facts.plan, cut: cutHash(data, fold), flip } });

/** Opens what an earlier call left, before anything is trained: what does not go together is told at once. */
async function reopenFold(plan: CrossvalPlan, fold: Fold, recipe: Recipe): Promise<BegunFold> {
  const folder = foldFolder(plan, fold);
  if ((await readdir(folder).catch(() => [])).length === 0) return {};
  const { run } = await reopenRun(folder, factsOf(plan, fold), recipe);
  const file = path.join(folder, "predictions.csv");
  const earlier = await readFile(file, "utf8").catch(() => undefined);
  return { run, ...(earlier === undefined ? {} : { predictions: parsePredictions(earlier, file) }) };
}

async function runFold(plan: CrossvalPlan, fold: Fold, recipe: Recipe, begun: BegunFold): Promise<Predictions> {
  if (begun.predictions !== undefined) return begun.predictions;
  const { data, from, threads, signal, flip = false, onLeftOut } = plan;
  const folder = foldFolder(plan, fold);
  const maskSet = plan.masks ?? data;
  const untested = withoutTested(maskSet, [{ root: data.root, samples: fold.test.flatMap((index) => data.samples[index] ?? []) }]);
  const masks = await classMasks(maskSet, untested, recipe);
  const training = await loadTrainingFaces(data, recipe, masks, { indices: fold.train });
  const tested = await loadTrainingFaces(data, recipe, masks, { indices: fold.test, onLeftOut });
  signal?.throwIfAborted();
  const run = begun.run ?? (await createRun(folder, recipe, factsOf(plan, fold)));
  const model = await trainRun(run, { training, leftOut: 0 }, recipe, { from, ...(threads ? { threads } : {}), ...(signal ? { signal } : {}), ...plan.progressOf?.(fold.name) });
  const { predictions } = await predictFaces(model, tested, recipe, { flip, fold: fold.name, ...(threads ? { threads } : {}) });
  const text = formatPredictions(predictions);
  const file = path.join(folder, "predictions.csv");
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
