import type { StepResults } from "@fmpn/graph/training";
import type { StageName } from "../plans/recipe.js";
import { type Recipe } from "../plans/recipe.js";
import { sharesOfWork } from "./stage-work.js";
import type { MetricsLine } from "../runs/run-format.js";
import type { Progress } from "../work.js";

/** What training tells after each step; `done` and `total` count the steps of its stage. */
export interface TrainingProgress extends Progress {
  readonly stage: StageName;
  /** Of a cross-validation: the fold that is trained. */
  readonly fold?: string | undefined;
  /** How much of all work is done, of both stages and of all folds, in [0, 1]. */
  readonly share: number;
  /** The epoch under way, counted from 0. */
  readonly epoch: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly loss: number;
  /** Absent in stage 2 without a prior. */
  readonly maskLoss?: number | undefined;
  /** Absent in the mask stage, as is the accuracy on the batch. */
  readonly classLoss?: number | undefined;
  readonly accuracy?: number | undefined;
  /** Faces in a step. */
  readonly batch: number;
  readonly imagesPerSecond: number;
}

/** Gathers steps until they are written as one line. */
export interface MetricsWindow {
  add(step: number, learningRate: number, results: StepResults, labels: readonly number[], time: StepTime): TrainingProgress;
  /** The means since the last call. */
  close(): MetricsLine;
}

/** Milliseconds of a step, and of these how long the engine waited for its batch. */
export interface StepTime {
  readonly took: number;
  readonly waited: number;
}

interface Frame {
  readonly stage: StageName;
  readonly recipe: Recipe;
  readonly epochs: number;
  readonly steps: number;
  readonly stepsPerEpoch: number;
}

export function startWindow({ stage, recipe, epochs, steps, stepsPerEpoch }: Frame): MetricsWindow {
  const { batch } = recipe;
  const shareOf = sharesOfWork(recipe)[stage];
  let gathered: TrainingProgress[] = [];
  let [took, waited] = [0, 0];
  const mean = (of: (progress: TrainingProgress) => number | undefined): number | undefined => {
    const values = gathered.map(of).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : Number((values.reduce((a, b) => a + b, 0) / values.length).toPrecision(6));
  };
  return {
    add(step, learningRate, results, labels, time) {
      const [loss = Number.NaN] = results["loss"] ?? [];
      const { classLoss, logits, maskLoss } = results;
      took += time.took;
      waited += time.waited;
      const progress: TrainingProgress = {
        what: `${stage} stage`,
        done: step + 1,
        total: steps,
        stage,
        share: shareOf((step + 1) / steps),
        epoch: Math.floor(step / stepsPerEpoch),
        epochs,
        learningRate,
        loss,
        maskLoss: stage === "mask" ? loss : maskLoss?.[0],
        classLoss: classLoss?.[0],
        accuracy: logits && hits(logits, labels),
        batch,
        imagesPerSecond: (1000 * batch) / time.took,
      };
      gathered.push(progress);
      return progress;
    },
    close() {
      const last = gathered.at(-1);
      const seconds = took / 1000;
      const metrics: MetricsLine = {
        stage,
        epoch: Number(((last?.done ?? 0) / stepsPerEpoch).toFixed(4)),
        step: last?.done ?? 0,
        learningRate: mean(({ learningRate }) => learningRate),
        loss: mean(({ loss }) => loss),
        maskLoss: mean(({ maskLoss }) => maskLoss),
        classLoss: mean(({ classLoss }) => classLoss),
        accuracy: mean(({ accuracy }) => accuracy),
        imagesPerSecond: Number(((gathered.length * batch) / seconds).toFixed(1)),
        // How much of the time the engine waited for batches.
        waiting: Number((waited / took).toFixed(4)),
      };
      gathered = [];
      [took, waited] = [0, 0];
      return metrics;
    },
  };
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
