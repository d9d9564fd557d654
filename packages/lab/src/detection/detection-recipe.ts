import type { StepsRecipe } from "./run-steps.js";

/** How the first look is trained. */
export interface DetectionRecipe extends StepsRecipe {
  /** Side of a view in pixels, a multiple of 32. */
  readonly size: number;
  /** Views in a step. */
  readonly batch: number;
  readonly weightDecay: number;
  /** So many of the network's first layers stay as they are. */
  readonly frozen: number;
  /** Of the moving average of the weights, which is what is kept. */
  readonly averageDecay: number;
  readonly clipNorm: number;
  /** Exponent of the focal loss, 1 or 2. */
  readonly focus: 1 | 2;
  /** What boxes and points count beside the faces. */
  readonly placeWeight: number;
}

export const detectionRecipe: DetectionRecipe = {
  seed: 1,
  size: 256,
  batch: 16,
  steps: 4000,
  learningRate: 0.0015,
  warmUp: 200,
  weightDecay: 0.0005,
  frozen: 4,
  averageDecay: 0.998,
  clipNorm: 5,
  focus: 2,
  placeWeight: 0.5,
};

/** How the second look is trained. */
export interface SecondLookRecipe extends StepsRecipe {
  /** Crops in a step. */
  readonly batch: number;
  readonly weightDecay: number;
  readonly averageDecay: number;
  /** How much a label is doubted. */
  readonly smoothing: number;
}

export const secondLookRecipe: SecondLookRecipe = {
  seed: 1,
  batch: 64,
  steps: 3000,
  learningRate: 0.001,
  warmUp: 100,
  weightDecay: 0.001,
  averageDecay: 0.995,
  smoothing: 0.02,
};
