import { deriveOne, nodeOutputs } from "../node.js";
import { nodeOutput } from "../node.js";
import { convolvedSize } from "../primitives/convolution.js";
import { reshape } from "../primitives/layout.js";
import { formatShape, ShapeError, sizeOf } from "../shape.js";
import { filled, type Tensor } from "../tensor.js";
import { type Pair, pairOf } from "./convolution.js";

export interface PoolOptions {
  readonly kernel: Pair;
  /** Defaults to the kernel: windows that do not overlap. */
  readonly stride?: Pair;
  readonly padding?: Pair;
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
  const { kernel, stride, padding, shape } = poolGeometry(x, options, "max pool");
  const attributes = { kernel_shape: kernel, strides: stride, pads: [...padding, ...padding] };
  const [y, places] = nodeOutputs("MaxPool", [x], { attributes, outputs: [{ shape }, { shape, type: "int64" }] });
  if (y === undefined || places === undefined) throw new Error("MaxPool has two outputs");
  return deriveOne("maxPool", [x], y, (dy) => {
    const total = sizeOf(x.shape);
    const count = sizeOf(shape);
    const scattered = nodeOutput("ScatterElements", [filled(0, [total]), reshape(places, [count]), reshape(dy, [count])], [total], {
      attributes: { axis: 0, reduction: "add" },
    });
    return [reshape(scattered, x.shape)];
  });
}
