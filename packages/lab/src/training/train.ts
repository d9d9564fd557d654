import { constantRate, cosineDecay, createRandom, createTrainer, type HostTensor, initialize, linearDecay, oneHot, type Schedule, type State, warmUp } from "@fmpn/graph";
import { presets } from "fmpn";
import { augment, type BatchPlanes } from "./augment.js";
import { jointStageGraph, maskStageGraph, type StageGraph } from "./graphs.js";
import type { Recipe, StageRecipe } from "./recipe.js";
import type { TrainingFaces } from "./training-faces.js";

/** What training tells after each step. */
export interface TrainingProgress {
  readonly stage: "mask" | "joint";
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of this stage, counted from 1. */
  readonly step: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly loss: number;
  readonly maskLoss: number;
  /** Absent in the mask stage, as is the accuracy on the batch. */
  readonly classLoss?: number;
  readonly accuracy?: number;
  readonly imagesPerSecond: number;
}

export interface TrainOptions {
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Trains a facial-motion prior network from nothing (paper, section 3.4): first the mask generator on the masks, then all
 * of it on masks and labels together.
 *
 * @returns the weights by their PyTorch names: the moving average where the recipe keeps one
 */
export async function train(faces: TrainingFaces, recipe: Recipe, options: TrainOptions = {}): Promise<State> {
  const maskStage = maskStageGraph(recipe);
  const jointStage = jointStageGraph(recipe);
  let state = initialize(jointStage.network, recipe.seed);

  // Stage 1: the generator learns where faces move.
  state = merge(state, await runStage("mask", maskStage, recipe.maskStage, state, faces, recipe, options));

  // Stage 2: generator, fusion and classifier together.
  state = merge(state, await runStage("joint", jointStage, recipe.jointStage, state, faces, recipe, options));
  return state;
}

async function runStage(
  stage: "mask" | "joint",
  graph: StageGraph,
  { epochs, learningRate, schedule }: StageRecipe,
  start: State,
  faces: TrainingFaces,
  recipe: Recipe,
  { threads, signal, onProgress }: TrainOptions,
): Promise<State> {
  const stepsPerEpoch = Math.floor(faces.count / recipe.batch);
  const steps = epochs * stepsPerEpoch;
  if (stepsPerEpoch === 0) throw new Error(`${faces.count} faces do not fill one batch of ${recipe.batch}.`);
  const rate = scheduleOf(schedule, epochs);
  const trainer = await createTrainer(graph.step, { state: start, seed: recipe.seed, ...(threads === undefined ? {} : { threads }) });
  try {
    let next = drawBatch(stage, 0, stepsPerEpoch, faces, recipe);
    for (let step = 0; step < steps; step += 1) {
      const epoch = step / stepsPerEpoch;
      const begun = performance.now();
      const batch = next;
      const pending = trainer.step(batch.feeds, { learningRate: learningRate * rate(epoch), ...(signal ? { signal } : {}) });
      // The next batch is drawn while the worker computes this one.
      if (step + 1 < steps) next = drawBatch(stage, step + 1, stepsPerEpoch, faces, recipe);
      const results = await pending;
      const [loss = Number.NaN] = results.loss ?? [];
      onProgress?.({
        stage,
        epoch: Math.floor(epoch),
        epochs,
        step: step + 1,
        steps,
        learningRate: learningRate * rate(epoch),
        loss,
        maskLoss: results.maskLoss?.[0] ?? loss,
        ...(results.classLoss && results.logits ? { classLoss: results.classLoss[0] ?? Number.NaN, accuracy: hits(results.logits, batch.labels) } : {}),
        imagesPerSecond: (1000 * recipe.batch) / (performance.now() - begun),
      });
    }
    return finished(await trainer.state());
  } finally {
    await trainer.close();
  }
}

interface Batch {
  readonly feeds: Readonly<Record<string, HostTensor>>;
  readonly labels: readonly number[];
}

/** The batch of a step: faces in the epoch's order, varied by a stream of the step's own, so that a resumed run draws the same. */
function drawBatch(stage: string, step: number, stepsPerEpoch: number, faces: TrainingFaces, recipe: Recipe): Batch {
  const { size } = presets[recipe.preset];
  const { batch, seed, classes } = recipe;
  const order = createRandom(seed, `${stage} order`, Math.floor(step / stepsPerEpoch)).shuffle(Array.from({ length: faces.count }, (_, index) => index));
  const random = createRandom(seed, `${stage} augmentation`, step);
  const planes: BatchPlanes = { size, rgb: new Float32Array(batch * 3 * size ** 2), mask: new Float32Array(batch * size ** 2) };
  const first = (step % stepsPerEpoch) * batch;
  const chosen = order.slice(first, first + batch);
  for (const [row, index] of chosen.entries()) augment(faces, index, row, planes, recipe.augmentation, random);
  const labels = chosen.map((index) => faces.labels[index] ?? 0);
  const feeds: Record<string, HostTensor> = {
    rgb: { shape: [batch, 3, size, size], data: planes.rgb },
    mask: { shape: [batch, 1, size, size], data: planes.mask },
    ...(stage === "joint" ? { label: { shape: [batch, classes.length], data: oneHot(labels, classes.length) } } : {}),
  };
  return { feeds, labels };
}

function scheduleOf(schedule: StageRecipe["schedule"], epochs: number): Schedule {
  if (epochs <= 1) return schedule === "linear" ? constantRate : cosineDecay(1);
  if (schedule === "linear") return linearDecay(Math.ceil(epochs / 2), Math.floor(epochs / 2));
  const warm = Math.min(1, epochs / 10);
  return warmUp(warm, cosineDecay(epochs - warm));
}

/** Share of rows whose greatest logit is the label's. */
function hits(logits: Float32Array, labels: readonly number[]): number {
  const classes = logits.length / labels.length;
  const right = labels.filter((label, row) => {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    return scores.indexOf(Math.max(...scores)) === label;
  });
  return right.length / labels.length;
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

function merge(old: State, changed: State): State {
  return new Map([...old, ...changed]);
}
