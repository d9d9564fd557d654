/** How a detector is trained. */
export interface DetectionRecipe {
  readonly seed: number;
  /** Side of a view in pixels, a multiple of 32. */
  readonly size: number;
  /** Views in a step. */
  readonly batch: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Steps in which the rate rises to {@link learningRate}; then it falls along a cosine. */
  readonly warmUp: number;
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
  steps: 8000,
  learningRate: 0.0015,
  warmUp: 200,
  weightDecay: 0.0005,
  frozen: 4,
  averageDecay: 0.998,
  clipNorm: 5,
  focus: 2,
  placeWeight: 0.5,
};
