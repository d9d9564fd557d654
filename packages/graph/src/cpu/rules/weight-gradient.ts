import { nodeOutput } from "../../node.js";
import { concatenate, reshape, slice, transpose } from "../../primitives/layout.js";
import { gemm } from "../../primitives/matmul.js";
import { sum } from "../../primitives/reduction.js";
import { filled, integers, type Node, type Tensor } from "../../tensor.js";
import { blockedConvolution, placesOf, toChannelsLast, toPlain } from "../blocked.js";
import type { Form, Lowering } from "./rule.js";
import { fusedMatmul, gradientTiles, inputTiles, tilingOf, weightsFromTransformed } from "../winograd.js";
import { geometryOf, isOne, type NodeGeometry } from "./geometry.js";

export function weightGradientRule(node: Node, at: Lowering): Form[] | undefined {
  const [x, dy] = node.inputs as readonly [Tensor, Tensor];
  const geometry = geometryOf(node);
  const { kernel, stride, dilation, padding, groups } = geometry;
  const [channels = 1, out = 1] = [x.shape[1], dy.shape[1]];
  if (channels % at.block !== 0 || out % at.block !== 0) return undefined;
  if (groups === channels && out === channels) return [{ plain: depthwiseWeightGradient(at.blocked(x), at.blocked(dy), geometry, at.block) }];
  if (groups !== 1) return undefined;

  const tiling = isOne(dilation) && isOne(padding) ? tilingOf(kernel, stride, dy.shape, [channels, out]) : undefined;
  if (tiling !== undefined) {
    const dU = fusedMatmul(gradientTiles(at.blocked(dy), tiling), inputTiles(at.blocked(x), tiling, at), { first: true });
    return [{ plain: weightsFromTransformed(dU, tiling) }];
  }
  const point = isOne(kernel) && isOne(stride) && padding.every((count) => count === 0);
  if (point && placesOf(x.shape) >= manyPlaces) return [{ plain: pointWeightGradient(at.plain(x), at.plain(dy)) }];
  return [{ plain: unfoldedWeightGradient(at.blocked(x), at.blocked(dy), geometry, at) }];
}

/** From how many places an image on a product for each image beats one product for all. */
const manyPlaces = 144;

/** 1×1: Σₙ dyₙ·xₙᵀ over plain images. */
function pointWeightGradient(x: Tensor, dy: Tensor): Tensor {
  const [n = 1, channels = 1] = x.shape;
  const [, out = 1] = dy.shape;
  const places = placesOf(x.shape);
  const perImage = fusedMatmul(reshape(dy, [n, out, places]), reshape(x, [n, channels, places]), { second: true });
  return reshape(sum(perImage, { axes: [0] }), [out, channels, 1, 1]);
}

/** Any kernel: rows of what each place sees, gathered channels-last, times dy in one product. */
function unfoldedWeightGradient(x: Tensor, dy: Tensor, geometry: NodeGeometry, at: Lowering): Tensor {
  const { kernel, stride, padding } = geometry;
  const [n = 1, channels = 1, height = 1, width = 1] = x.shape;
  const [, out = 1, rows = 1, columns = 1] = dy.shape;
  const [kh, kw] = kernel;
  const pixels = reshape(toChannelsLast(x), [n * height * width, channels]);
  const gradients = reshape(toChannelsLast(dy), [n * rows * columns, out]);
  const same = isOne(kernel) && isOne(stride) && padding.every((count) => count === 0);
  if (same) return reshape(gemm(gradients, pixels, { transX: true }), [out, channels, 1, 1]);
  const key = `unfold ${[n, height, width, rows, columns, kernel, stride, geometry.dilation, padding].join()}`;
  const order = at.once(at, key, () => integers(unfoldOrder(x, dy, geometry)));
  const source = concatenate([pixels, filled(0, [1, channels])], 0);
  const unfolded = nodeOutput("Gather", [source, order], [n * rows * columns * kh * kw, channels], { attributes: { axis: 0 } });
  const products = gemm(gradients, reshape(unfolded, [n * rows * columns, kh * kw * channels]), { transX: true });
  return reshape(transpose(reshape(products, [out, kh * kw, channels]), [0, 2, 1]), [out, channels, kh, kw]);
}

/** For every output place and tap: the pixel's index in the batch, the one past the last for the outside. */
function unfoldOrder(x: Tensor, dy: Tensor, { kernel, stride, dilation, padding }: NodeGeometry): number[] {
  const [n = 1, , height = 1, width = 1] = x.shape;
  const [, , rows = 1, columns = 1] = dy.shape;
  const order: number[] = [];
  for (let image = 0; image < n; image += 1) {
    for (let place = 0; place < rows * columns; place += 1) {
      for (let tap = 0; tap < kernel[0] * kernel[1]; tap += 1) {
        const row = Math.floor(place / columns) * stride[0] + Math.floor(tap / kernel[1]) * dilation[0] - padding[0];
        const column = (place % columns) * stride[1] + (tap % kernel[1]) * dilation[1] - padding[1];
        const inside = row >= 0 && column >= 0 && row < height && column < width;
        order.push(inside ? (image * height + row) * width + column : n * height * width);
      }
    }
  }
  return order;
}

/**
 * Depthwise: x convolved with dy as its kernel. Images count as further channels, the layer's stride becomes the
 * dilation of the "kernel" dy and its dilation the stride; the result, kH×kW for every image and channel, is summed.
 */
function depthwiseWeightGradient(x: Tensor, dy: Tensor, { kernel, stride, dilation, padding }: NodeGeometry, block: number): Tensor {
  const [n = 1, channels = 1, height = 1, width = 1] = x.shape;
  const [, , rows = 1, columns = 1] = dy.shape;
  const axis = (size: number, count: number, at: 0 | 1): { after: number; found: number } => {
    const reach = stride[at] * (count - 1) + 1;
    const after = Math.max(0, reach + dilation[at] * (kernel[at] - 1) - size - padding[at]);
    return { after, found: Math.floor((size + padding[at] + after - reach) / dilation[at]) + 1 };
  };
  const [vertical, horizontal] = [axis(height, rows, 0), axis(width, columns, 1)];
  const perImage = blockedConvolution(
    reshape(x, [1, n * channels, height, width]),
    reshape(dy, [n * channels, 1, rows, columns]),
    [1, n * channels, vertical.found, horizontal.found],
    { kernel: [rows, columns], stride: dilation, dilation: stride, padding: [...padding, vertical.after, horizontal.after], groups: n * channels },
  );
  const total = sum(reshape(perImage, [n, (channels / block) * vertical.found, horizontal.found * block]), { axes: [0] });
  // A stride that leaves rows over makes the kernel look at more offsets than the layer has taps.
  const views = reshape(total, [channels / block, vertical.found, horizontal.found * block]);
  const taps = slice(views, [
    { axis: 1, start: 0, end: kernel[0] },
    { axis: 2, start: 0, end: kernel[1] * block },
  ]);
  return reshape(toPlain(reshape(taps, [1, channels, kernel[0] * kernel[1], 1])), [channels, 1, ...kernel]);
}
