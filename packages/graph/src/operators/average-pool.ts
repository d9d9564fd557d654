import { deriveOne, nodeOutput } from "../node.js";
import { convolveTransposed } from "../primitives/convolution.js";
import { divide, multiply } from "../primitives/elementwise.js";
import { expand, reshape } from "../primitives/layout.js";
import { mean as reduceMean } from "../primitives/reduction.js";
import { constant, filled, type Tensor } from "../tensor.js";
import { type PoolOptions, poolGeometry } from "./max-pool.js";

export interface AveragePoolOptions extends PoolOptions {
  /** Whether padding counts into the average, as PyTorch does by default. */
  readonly countPadding?: boolean | undefined;
}

/**
 * Mean of each window. ∂x: every place gets the sum of dy/count over the windows that saw it.
 *
 * @param x N×C×H×W
 */
export function averagePool(x: Tensor, options: AveragePoolOptions): Tensor {
  const { kernel, stride, padding, shape } = poolGeometry(x, options, "average pool");
  const [n, channels, rows, columns] = shape;
  const countPadding = options.countPadding ?? true;
  const y = nodeOutput("AveragePool", [x], shape, {
    attributes: { kernel_shape: kernel, strides: stride, pads: [...padding, ...padding], count_include_pad: countPadding ? 1 : 0 },
  });
  return deriveOne("averagePool", [x], y, (dy) => {
    const [, , height = 0, width = 0] = x.shape;
    const counted = countPadding
      ? divide(dy, kernel[0] * kernel[1])
      : multiply(dy, constant(inverseCounts({ kernel, stride, padding, shape }, height, width), [rows, columns]));
    const rest = ([0, 1] as const).map(
      (axis) => ((x.shape[axis + 2] ?? 0) + 2 * padding[axis] - kernel[axis]) % stride[axis],
    ) as [number, number];
    // One channel at a time: a transposed convolution with a kernel of ones adds up overlapping windows.
    const spread = convolveTransposed(
      reshape(counted, [n * channels, 1, rows, columns]),
      filled(1, [1, 1, ...kernel]),
      undefined,
      { stride, padding, dilation: [1, 1], groups: 1 },
      rest,
    );
    return [reshape(spread, x.shape)];
  });
}

function inverseCounts(
  { kernel, stride, padding, shape: [, , rows, columns] }: ReturnType<typeof poolGeometry>,
  height: number,
  width: number,
): Float32Array {
  const inside = (index: number, axis: 0 | 1, size: number): number => {
    const start = index * stride[axis] - padding[axis];
    return Math.min(start + kernel[axis], size) - Math.max(start, 0);
  };
  return Float32Array.from(
    { length: rows * columns },
    (_, place) => 1 / (inside(Math.floor(place / columns), 0, height) * inside(place % columns, 1, width)),
  );
}

/**
 * Mean over all places of each channel: N×C×H×W → N×C×1×1. ∂x = dy/(H·W) everywhere.
 */
export function globalAveragePool(x: Tensor): Tensor {
  const places = (x.shape[2] ?? 1) * (x.shape[3] ?? 1);
  return deriveOne("globalAveragePool", [x], reduceMean(x, { axes: [2, 3], keep: true }), (dy) => [expand(divide(dy, places), x.shape)]);
}
