import { add, addAll } from "../../primitives/elementwise.js";
import { pad, reshape, slice } from "../../primitives/layout.js";
import type { Node, Tensor } from "../../tensor.js";
import { blockedConvolution } from "../blocked.js";
import type { Form, Lowering } from "./rule.js";
import { depthwiseWeights, forwardWeights } from "../weights.js";
import { fusedMatmul, inputTiles, outputImage, tilingOf, transformedWeights } from "../winograd.js";
import { fourSides, geometryOf, isOne, type NodeGeometry } from "./geometry.js";
import { spreadGradient } from "./input-gradient.js";

export function convolutionRule(node: Node, at: Lowering): Form[] | undefined {
  const [x, w, bias] = node.inputs as readonly [Tensor, Tensor, Tensor?];
  const shape = node.outputs[0]?.shape ?? [];
  const geometry = geometryOf(node);
  const { kernel, stride, dilation, padding, groups } = geometry;
  const [channels = 1, out = 1] = [x.shape[1], shape[1]];
  const plainBias = bias && at.plain(bias);
  const options = { kernel, stride, dilation, padding: fourSides(padding), ...(plainBias ? { bias: plainBias } : {}) };

  if (groups === channels && out === channels && channels % at.block === 0) {
    return [{ blocked: blockedConvolution(at.blocked(x), depthwiseWeights(at.plain(w), at.block), shape, { ...options, groups }) }];
  }
  if (groups !== 1) return undefined;
  if (out === 1 && isOne(stride) && channels % at.block === 0) return [{ plain: convolutionToOne(at.plain(x), at.plain(w), plainBias, geometry, shape) }];
  if (out % at.block !== 0) return undefined;
  if (channels < at.block) {
    return [{ blocked: blockedConvolution(at.plain(x), forwardWeights(at.plain(w), at.block), shape, options) }];
  }
  if (channels % at.block !== 0) return undefined;

  const tiling = isOne(dilation) && isOne(padding) && !bias ? tilingOf(kernel, stride, shape, [channels, out]) : undefined;
  if (tiling !== undefined) {
    const products = fusedMatmul(inputTiles(at.blocked(x), tiling, at), transformedWeights(at.plain(w), tiling), { second: true });
    return [{ blocked: outputImage(products, tiling) }];
  }
  return [{ blocked: blockedConvolution(at.blocked(x), forwardWeights(at.plain(w), at.block), shape, options) }];
}

/**
 * A convolution to a single channel: one product of the taps with the image, then the taps' maps shifted and summed.
 * Unfolding the input instead would take kH·kW times its memory.
 */
function convolutionToOne(x: Tensor, w: Tensor, bias: Tensor | undefined, geometry: NodeGeometry, shape: readonly number[]): Tensor {
  const [n = 1, channels = 1, height = 1, width = 1] = x.shape;
  const [, , rows = 1, columns = 1] = shape;
  const [kh, kw] = geometry.kernel;
  const taps = kh * kw;
  const maps = fusedMatmul(reshape(w, [channels, taps]), reshape(x, [n, channels, height * width]), { first: true });
  const none = { before: 0, after: 0 };
  const [vertical, horizontal] = geometry.padding.map((count) => ({ before: count, after: count }));
  const padded = pad(reshape(maps, [n, taps, height, width]), [none, none, vertical ?? none, horizontal ?? none]);
  const shifted = Array.from({ length: taps }, (_, tap) => {
    const top = Math.floor(tap / kw) * geometry.dilation[0];
    const left = (tap % kw) * geometry.dilation[1];
    return slice(padded, [
      { axis: 1, start: tap, end: tap + 1 },
      { axis: 2, start: top, end: top + rows },
      { axis: 3, start: left, end: left + columns },
    ]);
  });
  const y = addAll(shifted);
  return bias ? add(y, reshape(bias, [1, 1, 1])) : y;
}

/** A transposed convolution is the input gradient of the convolution with the same weight. */
export function convolutionTransposedRule(node: Node, at: Lowering): Form[] | undefined {
  const [x, w, bias] = node.inputs as readonly [Tensor, Tensor, Tensor?];
  if (bias !== undefined) return undefined;
  return spreadGradient(x, w, geometryOf(node), node.outputs[0]?.shape ?? [], at);
}
