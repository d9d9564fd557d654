import { deriveOne, nodeOutput, stopGradient } from "../node.js";
import { channelAffine, channelDot, channelMean, channelSum } from "../primitives/channels.js";
import { add, divide, multiply, unary } from "../primitives/elementwise.js";
import { formatShape, ShapeError, sizeOf } from "../shape.js";
import { filled, type Tensor } from "../tensor.js";

/** Outputs of {@link batchNorm}: y, and the batch's statistics (no gradient flows through those). */
export interface BatchNormResult {
  readonly y: Tensor;
  /** Length C. */
  readonly mean: Tensor;
  /** Length C, biased: divided by the count m = N·H·W. */
  readonly variance: Tensor;
}

/**
 * Batch normalisation by the batch's own statistics (Ioffe and Szegedy 2015):
 * x̂ = (x − μ)/√(σ² + ε), y = scale·x̂ + shift, per channel over N, H, W.
 * ∂shift = Σdy, ∂scale = Σdy·x̂, ∂x = scale/√(σ² + ε)·(dy − ∂shift/m − x̂·∂scale/m).
 *
 * @param x N×C or N×C×H×W with more than one value a channel
 * @param scale length C
 * @param shift length C
 */
export function batchNorm(x: Tensor, scale: Tensor, shift: Tensor, epsilon = 1e-5): BatchNormResult {
  const [, channels = 0] = x.shape;
  const count = sizeOf(x.shape) / channels;
  if (count < 2) throw new ShapeError(`batch norm: ${formatShape(x.shape)} has a single value a channel, which has no variance.`);

  const mu = channelMean(x);
  // Centring first costs a pass and spares Σx² − mμ², which cancels where the mean is far from 0.
  const centred = channelAffine(x, filled(1, [channels]), unary("Neg", mu));
  const variance = divide(channelDot(centred, centred), count);
  const inverse = divide(1, unary("Sqrt", add(variance, epsilon)));
  const a = multiply(scale, inverse);
  const y = deriveOne("batchNorm", [x, scale, shift], channelAffine(centred, a, shift), (dy, [forX]) => {
    const shiftGradient = channelSum(dy);
    const scaleGradient = multiply(channelDot(centred, dy), inverse);
    if (!forX) return [undefined, scaleGradient, shiftGradient];
    // ∂x = a·dy + b·(x − μ) + c with a vector each for a, b and c.
    const b = multiply(multiply(a, inverse), multiply(scaleGradient, -1 / count));
    const c = multiply(a, multiply(shiftGradient, -1 / count));
    const none = filled(0, [channels]);
    return [channelAffine(dy, a, c, channelAffine(centred, b, none)), scaleGradient, shiftGradient];
  });
  return { y, mean: stopGradient(mu), variance: stopGradient(variance) };
}

/**
 * Batch normalisation by given statistics, the form for inference. ∂x = dy·scale/√(variance + ε); the statistics are constants.
 */
export function batchNormInference(x: Tensor, scale: Tensor, shift: Tensor, mu: Tensor, variance: Tensor, epsilon = 1e-5): Tensor {
  const [, channels = 0] = x.shape;
  for (const { shape } of [scale, shift, mu, variance]) {
    if (shape.length !== 1 || shape[0] !== channels) {
      throw new ShapeError(`batch norm: an input of ${formatShape(x.shape)} wants vectors of length ${channels}, got ${formatShape(shape)}.`);
    }
  }
  const attributes = { epsilon: { float: epsilon } };
  const value = nodeOutput("BatchNormalization", [x, scale, shift, mu, variance], x.shape, { attributes });
  return deriveOne("batchNormInference", [x, scale, shift], value, (dy, [forX, forScale, forShift]) => {
    const inverse = divide(1, unary("Sqrt", add(variance, epsilon)));
    const none = filled(0, [channels]);
    const normal = channelAffine(x, inverse, unary("Neg", multiply(mu, inverse)));
    return [
      forX ? channelAffine(dy, multiply(scale, inverse), none) : undefined,
      forScale ? channelDot(normal, dy) : undefined,
      forShift ? channelSum(dy) : undefined,
    ];
  });
}
