import { derive, nodeOutput, stopGradient } from "../node.js";
import { add, divide, multiply, subtract, unary } from "../primitives/elementwise.js";
import { reshape } from "../primitives/layout.js";
import { mean, sum } from "../primitives/reduction.js";
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
  checkChannels("batch norm", x, [scale, shift]);
  const count = sizeOf(x.shape) / channels;
  if (count < 2) throw new ShapeError(`batch norm: ${formatShape(x.shape)} has a single value a channel, which has no variance.`);
  const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const broadcast = (t: Tensor): Tensor => reshape(t, [channels, ...x.shape.slice(2).map(() => 1)]);

  const mu = mean(x, { axes });
  const centred = subtract(x, broadcast(mu));
  const variance = mean(multiply(centred, centred), { axes });
  const deviation = unary("Sqrt", add(variance, epsilon));
  const value = affine(x, scale, shift, mu, variance, epsilon);
  const [y = value] = derive("batchNorm", [x, scale, shift], [value], ([dy]) => {
    if (dy === undefined) return [];
    const shiftGradient = sum(dy, { axes });
    const scaleGradient = divide(sum(multiply(dy, centred), { axes }), deviation);
    // ∂x = a·dy + b·x + c with a vector each for a, b and c.
    const a = divide(scale, deviation);
    const b = unary("Neg", divide(multiply(a, scaleGradient), multiply(deviation, count)));
    const c = unary("Neg", add(divide(multiply(a, shiftGradient), count), multiply(b, mu)));
    const zero = filled(0, [channels]);
    const one = filled(1, [channels]);
    return [add(affine(dy, a, c, zero, one, 0), affine(x, b, zero, zero, one, 0)), scaleGradient, shiftGradient];
  });
  return { y, mean: stopGradient(mu), variance: stopGradient(variance) };
}

/**
 * Batch normalisation by given statistics, the form for inference. ∂x = dy·scale/√(variance + ε); the statistics are constants.
 */
export function batchNormInference(x: Tensor, scale: Tensor, shift: Tensor, mu: Tensor, variance: Tensor, epsilon = 1e-5): Tensor {
  const [, channels = 0] = x.shape;
  checkChannels("batch norm", x, [scale, shift, mu, variance]);
  const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const value = affine(x, scale, shift, mu, variance, epsilon);
  return derive("batchNormInference", [x, scale, shift], [value], ([dy], [forX, forScale, forShift]) => {
    if (dy === undefined) return [];
    const zero = filled(0, [channels]);
    const normal = affine(x, filled(1, [channels]), zero, mu, variance, epsilon);
    return [
      forX ? affine(dy, scale, zero, zero, variance, epsilon) : undefined,
      forScale ? sum(multiply(dy, normal), { axes }) : undefined,
      forShift ? sum(dy, { axes }) : undefined,
    ];
  })[0] as Tensor;
}

/** scale·(x − μ)/√(variance + ε) + shift per channel. ONNX's inference form is the fastest per-channel affine map on the CPU. */
function affine(x: Tensor, scale: Tensor, shift: Tensor, mu: Tensor, variance: Tensor, epsilon: number): Tensor {
  return nodeOutput("BatchNormalization", [x, scale, shift, mu, variance], x.shape, { attributes: { epsilon: { float: epsilon } } });
}

function checkChannels(operator: string, x: Tensor, vectors: readonly Tensor[]): void {
  const [, channels = 0] = x.shape;
  for (const { shape } of vectors) {
    if (shape.length !== 1 || shape[0] !== channels) {
      throw new ShapeError(`${operator}: an input of ${formatShape(x.shape)} wants vectors of length ${channels}, got ${formatShape(shape)}.`);
    }
  }
}
