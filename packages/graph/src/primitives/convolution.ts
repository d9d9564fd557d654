import { nodeOutput } from "../node.js";
import { formatShape, ShapeError } from "../shape.js";
import { integers, type Tensor } from "../tensor.js";
import { ownDomain } from "./channels.js";
import { multiply } from "./elementwise.js";
import { concatenate, pad, type Range, reshape, slice, transpose } from "./layout.js";
import { matmul, transposeMatrix } from "./matmul.js";
import { sum } from "./reduction.js";

/** How a kernel moves over an image; pairs are [vertical, horizontal]. */
export interface Geometry {
  readonly stride: readonly [number, number];
  /** Zeros added on both sides of each axis. */
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

/** Size of a convolution's output along one axis: ⌊(size + 2p − d(k − 1) − 1)/s⌋ + 1. */
export function convolvedSize(size: number, kernel: number, stride: number, padding: number, dilation: number): number {
  return Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

function attributes(geometry: Geometry, kernel: readonly [number, number]): Record<string, number | readonly number[]> {
  const [vertical, horizontal] = geometry.padding;
  return {
    kernel_shape: kernel,
    strides: geometry.stride,
    pads: [vertical, horizontal, vertical, horizontal],
    dilations: geometry.dilation,
    group: geometry.groups,
  };
}

function dimensions(x: Tensor): readonly [number, number, number, number] {
  const [a, b, c, d] = x.shape;
  if (x.shape.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) {
    throw new ShapeError(`wants a tensor of four axes, its shape is ${formatShape(x.shape)}.`);
  }
  return [a, b, c, d];
}

/** ONNX `Conv`: x N×C×H×W, w O×(C/groups)×kH×kW, bias O. */
export function convolve(x: Tensor, w: Tensor, bias: Tensor | undefined, geometry: Geometry): Tensor {
  const [n, channels, height, width] = dimensions(x);
  const [out, inner, kh, kw] = dimensions(w);
  if (channels !== inner * geometry.groups || out % geometry.groups !== 0) {
    throw new ShapeError(
      `convolution: an input of ${formatShape(x.shape)} has ${channels} channels, the weight ${formatShape(w.shape)} in ${geometry.groups} group(s) wants ${inner * geometry.groups}.`,
    );
  }
  const rows = convolvedSize(height, kh, geometry.stride[0], geometry.padding[0], geometry.dilation[0]);
  const columns = convolvedSize(width, kw, geometry.stride[1], geometry.padding[1], geometry.dilation[1]);
  if (rows < 1 || columns < 1) {
    throw new ShapeError(`convolution: a ${kh}×${kw} kernel does not fit the padded input ${formatShape(x.shape)}.`);
  }
  return nodeOutput("Conv", bias ? [x, w, bias] : [x, w], [n, out, rows, columns], { attributes: attributes(geometry, [kh, kw]) });
}

/** ONNX `ConvTranspose`: x N×C×H×W, w C×(O/groups)×kH×kW, bias O; `outputPadding` adds rows and columns at the end. */
export function convolveTransposed(
  x: Tensor,
  w: Tensor,
  bias: Tensor | undefined,
  geometry: Geometry,
  outputPadding: readonly [number, number],
): Tensor {
  const [n, channels, height, width] = dimensions(x);
  const [inner, outer, kh, kw] = dimensions(w);
  if (channels !== inner || channels % geometry.groups !== 0) {
    throw new ShapeError(
      `transposed convolution: an input of ${formatShape(x.shape)} has ${channels} channels, the weight ${formatShape(w.shape)} wants ${inner}.`,
    );
  }
  const grown = (size: number, kernel: number, axis: 0 | 1): number =>
    (size - 1) * geometry.stride[axis] - 2 * geometry.padding[axis] + geometry.dilation[axis] * (kernel - 1) + outputPadding[axis] + 1;
  const shape = [n, outer * geometry.groups, grown(height, kh, 0), grown(width, kw, 1)];
  return nodeOutput("ConvTranspose", bias ? [x, w, bias] : [x, w], shape, {
    attributes: { ...attributes(geometry, [kh, kw]), output_padding: outputPadding },
  });
}

/** ∂loss/∂x of a convolution from dy: dy convolved, transposed, with the same weight. */
export function inputGradient(dy: Tensor, w: Tensor, geometry: Geometry, inputShape: readonly number[]): Tensor {
  return nodeOutput("ConvolutionInputGradient", [dy, w], inputShape, {
    domain: ownDomain,
    attributes: attributes(geometry, [w.shape[2] ?? 1, w.shape[3] ?? 1]),
    lower: () => [portableInputGradient(dy, w, geometry, inputShape)],
  });
}

function portableInputGradient(dy: Tensor, w: Tensor, geometry: Geometry, inputShape: readonly number[]): Tensor {
  const [, , kh, kw] = dimensions(w);
  const [, , height = 0, width = 0] = inputShape;
  const [vertical, horizontal] = geometry.padding;
  const reach = [geometry.dilation[0] * (kh - 1), geometry.dilation[1] * (kw - 1)] as const;
  const unit = geometry.stride[0] === 1 && geometry.stride[1] === 1;
  if (unit && geometry.groups === 1 && reach[0] >= vertical && reach[1] >= horizontal) {
    // At stride 1 a convolution with the flipped, channel-transposed weight beats ConvTranspose.
    const padding = [reach[0] - vertical, reach[1] - horizontal] as const;
    return convolve(dy, flipped(w), undefined, { ...geometry, padding });
  }
  const rest = (size: number, kernel: number, axis: 0 | 1): number =>
    (size + 2 * geometry.padding[axis] - geometry.dilation[axis] * (kernel - 1) - 1) % geometry.stride[axis];
  return convolveTransposed(dy, w, undefined, geometry, [rest(height, kh, 0), rest(width, kw, 1)]);
}

/** O×C×kH×kW → C×O×kH×kW with both kernel axes reversed. */
function flipped(w: Tensor): Tensor {
  const [out, inner, kh, kw] = dimensions(w);
  const swapped = transpose(w, [1, 0, 2, 3]);
  const taps = kh * kw;
  if (taps === 1) return swapped;
  const backwards = integers(Array.from({ length: taps }, (_, tap) => taps - 1 - tap));
  const flat = reshape(swapped, [inner * out, taps]);
  return reshape(nodeOutput("Gather", [flat, backwards], flat.shape, { attributes: { axis: 1 } }), [inner, out, kh, kw]);
}

/**
 * ∂loss/∂w of a convolution: for every tap of the kernel, the inner product of dy with the inputs that the tap saw.
 *
 * @param kernel [kH, kW]
 * @returns O×(C/groups)×kH×kW
 */
export function weightGradient(x: Tensor, dy: Tensor, geometry: Geometry, kernel: readonly [number, number]): Tensor {
  const shape = [dy.shape[1] ?? 1, (x.shape[1] ?? 1) / geometry.groups, ...kernel];
  return nodeOutput("ConvolutionWeightGradient", [x, dy], shape, {
    domain: ownDomain,
    attributes: attributes(geometry, kernel),
    lower: () => [portableWeightGradient(x, dy, geometry, kernel)],
  });
}

function portableWeightGradient(x: Tensor, dy: Tensor, geometry: Geometry, kernel: readonly [number, number]): Tensor {
  const [n, channels] = dimensions(x);
  const [, out, rows, columns] = dimensions(dy);
  const { groups } = geometry;
  const inner = channels / groups;
  const outer = out / groups;
  const taps = kernelViews(x, geometry, kernel, [rows, columns]);
  if (inner === 1 && outer === 1) {
    const sums = taps.map((view) => reshape(sum(multiply(view, dy), { axes: [0, 2, 3] }), [channels, 1]));
    return reshape(concatenate(sums, 1), [channels, 1, ...kernel]);
  }
  const { stride, dilation, padding } = geometry;
  const reach = [dilation[0] * (kernel[0] - 1), dilation[1] * (kernel[1] - 1)] as const;
  if (groups === 1 && out < channels && kernel[0] * kernel[1] > 1 && stride[0] === 1 && stride[1] === 1 && reach[0] >= padding[0] && reach[1] >= padding[1]) {
    return weightGradientFromOutput(x, dy, geometry, kernel, reach);
  }
  const places = rows * columns;
  const stacked = concatenate(
    taps.map((view) => reshape(view, [n, groups, inner, places])),
    2,
  );
  const perImage = matmul(reshape(dy, [n, groups, outer, places]), transposeMatrix(stacked));
  const summed = reshape(sum(perImage, { axes: [0] }), [out, kernel[0] * kernel[1], inner]);
  return reshape(transpose(summed, [0, 2, 1]), [out, inner, ...kernel]);
}

/**
 * The same where the layer has fewer outputs than inputs: the taps look at dy instead of x, which is smaller.
 * w[o,c,u,v] pairs x at (i, j) with dy at (i + p − u·d, j + p − v·d), what a tap of the flipped kernel sees.
 */
function weightGradientFromOutput(
  x: Tensor,
  dy: Tensor,
  geometry: Geometry,
  kernel: readonly [number, number],
  reach: readonly [number, number],
): Tensor {
  const [n, channels, height, width] = dimensions(x);
  const [, out] = dimensions(dy);
  const padding = [reach[0] - geometry.padding[0], reach[1] - geometry.padding[1]] as const;
  const views = kernelViews(dy, { ...geometry, padding }, kernel, [height, width]);
  const stacked = concatenate(
    views.toReversed().map((view) => reshape(view, [n, out, height * width])),
    1,
  );
  const perImage = matmul(stacked, transposeMatrix(reshape(x, [n, channels, height * width])));
  const summed = reshape(sum(perImage, { axes: [0] }), [kernel[0] * kernel[1], out, channels]);
  return reshape(transpose(summed, [1, 2, 0]), [out, channels, ...kernel]);
}

/** What each tap of the kernel sees at every output place: kH·kW tensors N×C×rows×columns. */
export function kernelViews(
  x: Tensor,
  geometry: Geometry,
  kernel: readonly [number, number],
  output: readonly [number, number],
  border = 0,
): Tensor[] {
  const none = { before: 0, after: 0 };
  const axisPadding = (axis: 0 | 1): { before: number; after: number; size: number } => {
    const size = x.shape[axis + 2] ?? 0;
    const before = geometry.padding[axis];
    const used = (output[axis] - 1) * geometry.stride[axis] + geometry.dilation[axis] * (kernel[axis] - 1) + 1;
    return { before, after: Math.max(0, used - before - size), size };
  };
  const vertical = axisPadding(0);
  const horizontal = axisPadding(1);
  const padded = pad(x, [none, none, vertical, horizontal], border);
  return Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const offsets = [Math.floor(tap / kernel[1]), tap % kernel[1]] as const;
    const range = (axis: 0 | 1): Range => {
      const start = offsets[axis] * geometry.dilation[axis];
      return { axis: axis + 2, start, end: start + (output[axis] - 1) * geometry.stride[axis] + 1, step: geometry.stride[axis] };
    };
    return slice(padded, [range(0), range(1)]);
  });
}
