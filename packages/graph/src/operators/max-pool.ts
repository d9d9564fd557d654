import { deriveOne, nodeOutput, nodeOutputs } from "../node.js";
import { convolvedSize, convolveTransposed, kernelViews } from "../primitives/convolution.js";
import { less, select } from "../primitives/elementwise.js";
import { concatenate, reshape } from "../primitives/layout.js";
import { formatShape, ShapeError, sizeOf } from "../shape.js";
import { type Attributes, constant, filled, type Target, type Tensor } from "../tensor.js";
import { type Pair, pairOf } from "./convolution.js";

export interface PoolOptions {
  readonly kernel: Pair;
  /** Defaults to the kernel: windows that do not overlap. */
  readonly stride?: Pair | undefined;
  readonly padding?: Pair | undefined;
}

/** Kernel, stride and padding as pairs, and the pooled shape, checked. */
export function poolGeometry(x: Tensor, { kernel, stride = kernel, padding = 0 }: PoolOptions, operator: string) {
  const [k, s, p] = [pairOf(kernel), pairOf(stride), pairOf(padding)];
  const [n, channels, height, width] = x.shape;
  if (n === undefined || channels === undefined || height === undefined || width === undefined) {
    throw new ShapeError(`${operator}: wants N×C×H×W, got ${formatShape(x.shape)}.`);
  }
  const rows = convolvedSize(height, k[0], s[0], p[0], 1);
  const columns = convolvedSize(width, k[1], s[1], p[1], 1);
  if (rows < 1 || columns < 1 || p[0] * 2 > k[0] || p[1] * 2 > k[1]) {
    throw new ShapeError(`${operator}: a ${k.join("×")} window padded by ${p.join("×")} does not fit ${formatShape(x.shape)}.`);
  }
  return { kernel: k, stride: s, padding: p, shape: [n, channels, rows, columns] as const };
}

/**
 * Greatest value of each window. ∂x: dy goes to the place of the (first) greatest value; where windows overlap, it adds up.
 *
 * @param x N×C×H×W
 */
export function maxPool(x: Tensor, options: PoolOptions): Tensor {
  const geometry = poolGeometry(x, options, "max pool");
  const { kernel, stride, padding, shape } = geometry;
  const attributes = { kernel_shape: kernel, strides: stride, pads: [...padding, ...padding] };
  const y = nodeOutput("MaxPool", [x], shape, { attributes });
  return deriveOne("maxPool", [x], y, (dy) => {
    // The places of the greatest values cost a second pass, which is cheaper than looking for them; WebGPU cannot tell them.
    const lower = (target: Target): Tensor[] => [target === "portable" ? spread(x, y, dy, geometry) : scatter(x, dy, attributes)];
    return [nodeOutput("MaxPoolGradient", [x, y, dy], x.shape, { lower })];
  });
}

/** dy at the places that `MaxPool` gives as its second output. */
function scatter(x: Tensor, dy: Tensor, attributes: Attributes): Tensor {
  const [, places] = nodeOutputs("MaxPool", [x], { attributes, outputs: [{ shape: dy.shape }, { shape: dy.shape, type: "int64" }] });
  const count = sizeOf(dy.shape);
  const total = sizeOf(x.shape);
  const scattered = nodeOutput("ScatterElements", [filled(0, [total]), reshape(places as Tensor, [count]), reshape(dy, [count])], [total], {
    attributes: { axis: 0, reduction: "add" },
  });
  return reshape(scattered, x.shape);
}

/** The same with standard arithmetic: each tap of the window keeps the dy of the maxima that it saw first, and carries it back. */
function spread(x: Tensor, y: Tensor, dy: Tensor, { kernel, stride, padding, shape }: ReturnType<typeof poolGeometry>): Tensor {
  const [n, channels, rows, columns] = shape;
  const taps = kernel[0] * kernel[1];
  const geometry = { stride, padding, dilation: [1, 1], groups: channels } as const;
  let left = dy;
  const parts = kernelViews(x, geometry, kernel, [rows, columns], -3.4e38).map((view) => {
    const misses = less(view, y);
    const part = select(misses, 0, left);
    left = select(misses, left, 0);
    return reshape(part, [n, channels, 1, rows * columns]);
  });
  const stacked = reshape(concatenate(parts, 2), [n, channels * taps, rows, columns]);
  const back = Float32Array.from({ length: channels * taps * taps }, (_, at) => (Math.floor(at / taps) % taps === at % taps ? 1 : 0));
  const rest = (axis: 0 | 1): number => ((x.shape[axis + 2] ?? 0) + 2 * padding[axis] - kernel[axis]) % stride[axis];
  return convolveTransposed(stacked, constant(back, [channels * taps, 1, ...kernel]), undefined, geometry, [rest(0), rest(1)]);
}
