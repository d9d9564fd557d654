import { reshape } from "./reshape.js";
import { batchNorm } from "./batch-norm.js";
import { formatShape, ShapeError } from "../shape.js";
import { filled, type Tensor } from "../tensor.js";
import * as plain from "../primitives/layout.js";
import { mean } from "../primitives/reduction.js";

/** Outputs of {@link instanceNorm}: y, and the statistics averaged over the batch. */
export interface InstanceNormResult {
  readonly y: Tensor;
  /** Length C: the mean over the batch of each instance's mean. */
  readonly mean: Tensor;
  /** Length C: the mean over the batch of each instance's biased variance, divided by H·W. */
  readonly variance: Tensor;
}

/**
 * Instance normalisation without affine parameters (Ulyanov et al. 2016): x̂ = (x − μ)/√(σ² + ε) per image and channel.
 * It is batch norm of the images seen as further channels, and is written so.
 *
 * @param x N×C×H×W
 */
export function instanceNorm(x: Tensor, epsilon = 1e-5): InstanceNormResult {
  const [n, channels, height, width] = x.shape;
  if (n === undefined || channels === undefined || height === undefined || width === undefined || height * width < 2) {
    throw new ShapeError(`instance norm: wants N×C×H×W with more than one place an image, got ${formatShape(x.shape)}.`);
  }
  const one = filled(1, [n * channels]);
  const zero = filled(0, [n * channels]);
  const result = batchNorm(reshape(x, [1, n * channels, height, width]), one, zero, epsilon);
  const average = (t: Tensor): Tensor => mean(plain.reshape(t, [n, channels]), { axes: [0] });
  return { y: reshape(result.y, x.shape), mean: average(result.mean), variance: average(result.variance) };
}
