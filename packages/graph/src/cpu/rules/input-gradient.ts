import { concatenate, reshape, slice, transpose } from "../../primitives/layout.js";
import { nodeOutput } from "../../node.js";
import { filled, integers, type Node, type Tensor } from "../../tensor.js";
import { blockedConvolution } from "../blocked.js";
import type { Form, Lowering } from "./rule.js";
import { backwardWeights, depthwiseWeights, forwardWeights, reversedTaps } from "../weights.js";
import { inputTiles, outputImage, tilingOf, transformedWeights } from "../winograd.js";
import { matmul } from "../../primitives/matmul.js";
import { fourSides, geometryOf, isOne, type NodeGeometry } from "./geometry.js";

export function inputGradientRule(node: Node, at: Lowering): Form[] | undefined {
  const [dy, w] = node.inputs as readonly [Tensor, Tensor];
  return spreadGradient(dy, w, geometryOf(node), node.outputs[0]?.shape ?? [], at);
}

/**
 * ∂loss/∂x of a convolution whose output gradient is dy: at stride 1 a convolution with the turned kernel, else one
 * convolution for each phase of the stride, whose results interleave. No zeros are inserted and multiplied.
 *
 * @param shape of the result, N×I×H×W
 */
export function spreadGradient(dy: Tensor, w: Tensor, geometry: NodeGeometry, shape: readonly number[], at: Lowering): Form[] | undefined {
  const { kernel, stride, dilation, padding, groups } = geometry;
  const [, out = 1] = dy.shape;
  const [, inner = 1] = shape;
  const depthwise = groups === inner && out === inner && inner % at.block === 0;
  if (inner % at.block !== 0 || !(depthwise || (groups === 1 && (out % at.block === 0 || out < at.block)))) return undefined;
  const turnedPadding = [0, 1].map((axis) => (dilation[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) - (padding[axis] ?? 0)) as [number, number];

  if (isOne(stride)) {
    if (turnedPadding.some((count) => count < 0)) return undefined;
    const options = { kernel, dilation, padding: fourSides(turnedPadding) };
    if (depthwise) {
      const weights = depthwiseWeights(at.plain(w), at.block, reversedTaps(kernel));
      return [{ blocked: blockedConvolution(at.blocked(dy), weights, shape, { ...options, groups }) }];
    }
    if (out < at.block) {
      return [{ blocked: blockedConvolution(at.plain(dy), forwardWeights(turned(at.plain(w)), at.block), shape, options) }];
    }
    const tiling = isOne(dilation) && isOne(turnedPadding) ? tilingOf(kernel, stride, shape, [out, inner]) : undefined;
    if (tiling !== undefined) {
      const products = matmul(inputTiles(at.blocked(dy), tiling, at), transformedWeights(at.plain(w), tiling, true));
      return [{ blocked: outputImage(products, tiling) }];
    }
    const weights = backwardWeights(at.plain(w), at.block, reversedTaps(kernel), kernel);
    return [{ blocked: blockedConvolution(at.blocked(dy), weights, shape, options) }];
  }
  if (!isOne(dilation) || out % at.block !== 0) return undefined;
  return phased(dy, w, geometry, shape, depthwise, at);
}

/** One output residue of an axis: which taps reach it, from the nearest input place on, and how far the input is padded. */
interface Phase {
  readonly taps: readonly number[];
  readonly before: number;
  readonly after: number;
}

/** Output y = s·u + r gets dy[i]·w[t] for every tap t with s·i = y + p − t. Undefined where a convolution can't express it. */
function phaseOf(residue: number, stride: number, kernel: number, padding: number, size: number, places: number): Phase | undefined {
  const taps = Array.from({ length: kernel }, (_, tap) => tap).filter((tap) => (residue + padding - tap) % stride === 0).toReversed();
  const offsets = taps.map((tap) => (residue + padding - tap) / stride);
  if (taps.length === 0) return { taps, before: 0, after: 0 };
  const before = -(offsets[0] ?? 0);
  const after = places - 1 + (offsets.at(-1) ?? 0) - (size - 1);
  return before < 0 || after < 0 ? undefined : { taps, before, after };
}

function phased(dy: Tensor, w: Tensor, geometry: NodeGeometry, shape: readonly number[], depthwise: boolean, at: Lowering): Form[] | undefined {
  const { kernel, stride, padding } = geometry;
  const [n = 1, inner = 1, height = 1, width = 1] = shape;
  const [, , rows = 1, columns = 1] = dy.shape;
  const places = [Math.ceil(height / stride[0]), Math.ceil(width / stride[1])] as const;
  const phasesOf = (axis: 0 | 1, size: number): (Phase | undefined)[] =>
    Array.from({ length: stride[axis] }, (_, residue) => phaseOf(residue, stride[axis], kernel[axis], padding[axis], size, places[axis]));
  const [vertical, horizontal] = [phasesOf(0, rows), phasesOf(1, columns)];
  if ([...vertical, ...horizontal].includes(undefined)) return undefined;

  const phaseShape = [n, inner, ...places];
  const source = at.blocked(dy);
  const convolve = (down: Phase, across: Phase): Tensor => {
    if (down.taps.length === 0 || across.taps.length === 0) return filled(0, phaseShape);
    const taps = down.taps.flatMap((row) => across.taps.map((column) => row * kernel[1] + column));
    const size = [down.taps.length, across.taps.length] as const;
    const weights = depthwise ? depthwiseWeights(at.plain(w), at.block, taps, size) : backwardWeights(at.plain(w), at.block, taps, size);
    return blockedConvolution(source, weights, phaseShape, {
      kernel: size,
      padding: [down.before, across.before, down.after, across.after],
      groups: depthwise ? inner : 1,
    });
  };
  const parts = (vertical as Phase[]).map((down) => (horizontal as Phase[]).map((across) => convolve(down, across)));
  return [{ blocked: interleave(parts, shape, places, at.block) }];
}

/** Weaves blocked phase images into one: the phase is the fastest index of its axis. Surplus rows and columns are cut off. */
function interleave(parts: readonly (readonly Tensor[])[], shape: readonly number[], places: readonly [number, number], block: number): Tensor {
  const [n = 1, channels = 1, height = 1, width = 1] = shape;
  const images = (n * channels) / block;
  const lines = parts.map((line) => {
    const joined = concatenate(line.map((part) => reshape(part, [images * places[0] * places[1], block])), 1);
    return reshape(joined, [images * places[0], line.length * places[1] * block]);
  });
  const [down, across] = [parts.length * places[0], (parts[0]?.length ?? 1) * places[1]];
  const whole = reshape(concatenate(lines, 1), [images, down, across * block]);
  const cut = slice(whole, [
    { axis: 1, start: 0, end: height },
    { axis: 2, start: 0, end: width * block },
  ]);
  return reshape(cut, shape);
}

/** O×I×kH×kW → I×O×kH×kW turned by 180°, in plain order: for the few channels that need no blocks. */
function turned(w: Tensor): Tensor {
  const [out = 1, inner = 1, kh = 1, kw = 1] = w.shape;
  const flat = reshape(transpose(w, [1, 0, 2, 3]), [inner * out, kh * kw]);
  const picked = nodeOutput("Gather", [flat, integers(reversedTaps([kh, kw]))], flat.shape, { attributes: { axis: 1 } });
  return reshape(picked, [inner, out, kh, kw]);
}
