import type { State } from "@fmpn/graph";
import { constantRate, cosineDecay, createTrainer, linearDecay, type Schedule, stepDecay, warmUp } from "@fmpn/graph/training";
import { startBatchCrew } from "./batch-crew.js";
import { checkFaces } from "./check-faces.js";
import type { StageName } from "../plans/recipe.js";
import type { Engine } from "./engine.js";
import { jointStageGraph, maskStageGraph, type StageGraph } from "./graphs.js";
import type { Recipe, StageRecipe } from "../plans/recipe.js";
import type { MetricsLine } from "../runs/run-format.js";
import type { RunFolder } from "../runs/run-folder.js";
import { startOf } from "./read-start-weights.js";
import { startState } from "./start-weights.js";
import { startWindow, type TrainingProgress } from "./training-progress.js";
import type { TrainingFaces } from "./training-faces.js";

/** Steps between two lines of metrics. */
const RECORD_EVERY = 10;
/** Steps between two checkpoints; the end of each epoch has one, too. */
const CHECKPOINT_EVERY = 200;
/** Steps at the least between two epochs' ends that are kept and validated: few faces make epochs of a step or two, whose ends would take most of the time. */
const EPOCHS_END_EVERY = 10;

export interface TrainOptions {
  /** Where checkpoints and metrics go; a checkpoint that lies there is gone on from. */
  readonly run?: RunFolder | undefined;
  /** What it computes on; by default the fastest engine that is to be had. */
  readonly provider?: Engine["provider"] | undefined;
  readonly threads?: number | undefined;
  /** Threads that draw batches, by default 1; 0 draws on the caller's own. */
  readonly workers?: number | undefined;
  /** Aborting ends training between two steps, after a checkpoint. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
  /** Called with the weights at the end of each epoch, of short ones of every few; what it returns is kept with the metrics. */
  readonly onEpoch?: ((stage: StageName, epoch: number, weights: State) => Promise<Pick<MetricsLine, "validation">>) | undefined;
}

/**
 * Trains a facial-motion prior network (paper, section 3.4): first the mask generator on the masks, then all of it on masks
 * and labels together.
 *
 * @returns the weights by their PyTorch names: the moving average where the recipe keeps one
 */
export async function train(faces: TrainingFaces, recipe: Recipe, options: TrainOptions = {}): Promise<State> {
  checkFaces(faces, recipe);
  const maskStage = maskStageGraph(recipe);
  const jointStage = jointStageGraph(recipe, recipe.classWeights === "balanced" ? balancedWeights(faces, recipe) : undefined);
  const start = startState(jointStage.network, recipe.seed, recipe.classes, await startOf(recipe));

  // Stage 1: the generator learns where faces move.
  const generator = recipe.prior === "none" ? start : await runStage("mask", maskStage, recipe.maskStage, start, faces, recipe, options);

  // Stage 2: generator, fusion and classifier together.
  return await runStage("joint", jointStage, recipe.jointStage, new Map([...start, ...generator]), faces, recipe, options);
}

async function runStage(
  stage: StageName,
  graph: StageGraph,
  { epochs, learningRate, schedule }: StageRecipe,
  start: State,
  faces: TrainingFaces,
  recipe: Recipe,
  { run, provider, threads, workers = 1, signal, onProgress, onEpoch }: TrainOptions,
): Promise<State> {
  const stepsPerEpoch = Math.floor(faces.count / recipe.batch);
  const steps = epochs * stepsPerEpoch;
  const rate = scheduleOf(schedule, epochs);
  const keptEvery = stepsPerEpoch * Math.ceil(EPOCHS_END_EVERY / stepsPerEpoch);

  const checkpoint = await run?.readCheckpoint(stage, graph.step);
  const first = checkpoint?.stepsTaken ?? 0;
  if (first >= steps) return finished(checkpoint?.state ?? start);
  await run?.rewind(stage, first);

  const trainer = await createTrainer(graph.step, { state: checkpoint?.state ?? start, seed: recipe.seed, stepsTaken: first, provider, threads });
  const batches = startBatchCrew(stage, faces, recipe, steps, workers);
  const window = startWindow({ stage, recipe, epochs, steps, stepsPerEpoch });
  const save = async (): Promise<State> => {
    const state = await trainer.state();
    await run?.writeCheckpoint(stage, { state, stepsTaken: trainer.stepsTaken, seed: recipe.seed }, graph.step);
    return state;
  };
  try {
    for (let step = first; step < steps; step += 1) {
      const epoch = step / stepsPerEpoch;
      const begun = performance.now();
      const { feeds, labels } = await batches.take(step);
      const drawn = performance.now();
      const results = await trainer.step(feeds, { learningRate: learningRate * rate(epoch) });
      const progress = window.add(step, learningRate * rate(epoch), results, labels, { waited: drawn - begun, took: performance.now() - begun });
      onProgress?.(progress);

      const done = step + 1;
      const endsEpoch = done % stepsPerEpoch === 0;
      if (run && (done % RECORD_EVERY === 0 || endsEpoch)) await run.record(window.close());
      if (done % keptEvery === 0 || done === steps) {
        const weights = finished(await save());
        const figures = await onEpoch?.(stage, done / stepsPerEpoch, weights);
        if (figures?.validation) await run?.record({ stage, epoch: done / stepsPerEpoch, step: done, ...figures });
      } else if (signal?.aborted || (run && done % CHECKPOINT_EVERY === 0)) await save();
      signal?.throwIfAborted();
    }
    return finished(await trainer.state());
  } finally {
    await batches.close();
    await trainer.close();
  }
}

function scheduleOf(schedule: StageRecipe["schedule"], epochs: number): Schedule {
  if (schedule === "constant" || (epochs <= 1 && schedule !== "cosine")) return constantRate;
  if (schedule === "linear") return linearDecay(Math.ceil(epochs / 2), Math.floor(epochs / 2));
  if (schedule === "step") return stepDecay(Math.ceil(epochs / 3));
  const warm = Math.min(1, epochs / 10);
  return warmUp(warm, cosineDecay(epochs - warm));
}

/** The inverse of each class's share, with a mean of 1 over the faces. */
function balancedWeights({ labels, count }: TrainingFaces, { classes }: Recipe): number[] {
  const counts = classes.map((_, k) => labels.reduce((sum, label) => sum + (label === k ? 1 : 0), 0));
  const present = counts.filter((n) => n > 0).length;
  return counts.map((n) => (n === 0 ? 0 : count / (present * n)));
}

/** Weights and buffers of a trainer's state: averages in place of the weights where there are any, no optimiser state. */
function finished(state: State): State {
  const weights: State = new Map();
  for (const [name, values] of state) {
    if (name.startsWith("optimizer.") || name.startsWith("average.")) continue;
    weights.set(name, state.get(`average.${name}`) ?? values);
  }
  return weights;
}
