import { nodeOutput } from "../node.js";
import { ShapeError, formatShape, sizeOf } from "../shape.js";
import { filled, type Tensor } from "../tensor.js";
import { add, both, greater, less, multiply, select } from "./elementwise.js";
import { sum } from "./reduction.js";

// What normalisation layers are made of. These nodes have a portable form made of standard operators (`lower`);
// compiled for the CPU they become ONNX Runtime's blocked kernels, see cpu/.

/** Domain of nodes that ONNX does not know: compiling replaces them. */
export const ownDomain = "fmpn";

function channelAxes(x: Tensor): number[] {
  return x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
}

function checkVectors(operator: string, x: Tensor, vectors: readonly Tensor[]): void {
  const [, channels = 0] = x.shape;
  for (const { shape } of vectors) {
    if (shape.length !== 1 || shape[0] !== channels) {
      throw new ShapeError(`${operator}: an input of ${formatShape(x.shape)} wants vectors of length ${channels}, got ${formatShape(shape)}.`);
    }
  }
}

/** scale[c]·x + shift[c] (+ addend): x is N×C×…, the vectors have length C. */
export function channelAffine(x: Tensor, scale: Tensor, shift: Tensor, addend?: Tensor): Tensor {
  checkVectors("channel affine", x, [scale, shift]);
  return nodeOutput("ChannelAffine", addend ? [x, scale, shift, addend] : [x, scale, shift], x.shape, {
    domain: ownDomain,
    lower: () => {
      const [, channels = 0] = x.shape;
      // The inference form of batch norm is the fastest per-channel affine map of the standard operators.
      const statistics = [filled(0, [channels]), filled(1, [channels])];
      const y = nodeOutput("BatchNormalization", [x, scale, shift, ...statistics], x.shape, { attributes: { epsilon: { float: 0 } } });
      return [addend ? add(y, addend) : y];
    },
  });
}

/** Σ a·b over all axes but the channels': N×C×… twice → C. */
export function channelDot(a: Tensor, b: Tensor): Tensor {
  return nodeOutput("ChannelDot", [a, b], [a.shape[1] ?? 1], {
    domain: ownDomain,
    lower: () => [sum(multiply(a, b), { axes: channelAxes(a) })],
  });
}

/** Σ x over all axes but the channels': N×C×… → C. */
export function channelSum(x: Tensor): Tensor {
  return nodeOutput("ChannelSum", [x], [x.shape[1] ?? 1], { domain: ownDomain, lower: () => [sum(x, { axes: channelAxes(x) })] });
}

/** Mean of x over all axes but the channels': N×C×… → C. */
export function channelMean(x: Tensor): Tensor {
  const [, channels = 1] = x.shape;
  return multiply(channelSum(x), channels / sizeOf(x.shape));
}

/** dy where y > 0 (and y < ceiling, if there is one), else 0: the gradient of rectifiers, told from their output. */
export function gate(dy: Tensor, y: Tensor, ceiling?: number): Tensor {
  return nodeOutput("Gate", [dy, y], dy.shape, {
    domain: ownDomain,
    attributes: ceiling === undefined ? {} : { ceiling: { float: ceiling } },
    lower: (target) => {
      if (target !== "portable") return [multiply(dy, indicator(y, ceiling))];
      const open = greater(y, 0);
      return [select(ceiling === undefined ? open : both(open, less(y, ceiling)), dy, 0)];
    },
  });
}

/** A power of two, so that slope·ceiling − slope·y is exactly 0 at the ceiling. */
const slope = 2 ** 100;

/**
 * 1 where 0 < y (< ceiling), else 0: a very steep hard sigmoid, and one that falls as steeply at the ceiling.
 * On the CPU it is 2.6 times as fast as comparing and selecting. y must not be negative or above the ceiling.
 */
export function indicator(y: Tensor, ceiling?: number): Tensor {
  const steep = (alpha: number, beta: number): Tensor =>
    nodeOutput("HardSigmoid", [y], y.shape, { attributes: { alpha: { float: alpha }, beta: { float: beta } } });
  return ceiling === undefined ? steep(slope, 0) : multiply(steep(slope, 0), steep(-slope, ceiling * slope));
}
