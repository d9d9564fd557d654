import { deriveOne } from "../node.js";
import { convolve, type Geometry, inputGradient, weightGradient } from "../primitives/convolution.js";
import { sum } from "../primitives/reduction.js";
import type { Tensor } from "../tensor.js";

/** A number for both axes, or [vertical, horizontal]. */
export type Pair = number | readonly [number, number];

export interface ConvolutionOptions {
  readonly bias?: Tensor | undefined;
  readonly stride?: Pair | undefined;
  readonly padding?: Pair | undefined;
  readonly dilation?: Pair | undefined;
  /** Channels are split into this many groups that don't see each other; groups = channels is a depthwise convolution. */
  readonly groups?: number | undefined;
}

export function pairOf(pair: Pair): readonly [number, number] {
  return typeof pair === "number" ? [pair, pair] : pair;
}

export function geometryOf({ stride = 1, padding = 0, dilation = 1, groups = 1 }: ConvolutionOptions): Geometry {
  return { stride: pairOf(stride), padding: pairOf(padding), dilation: pairOf(dilation), groups };
}

/**
 * Cross-correlation, as every framework's "convolution":
 * y[n,o,i,j] = b[o] + Σ x[n,c,i·s+u·d−p,j·s+v·d−p]·w[o,c,u,v].
 * ∂x is a transposed convolution of dy with w, ∂w correlates x with dy, ∂b sums dy over batch and places.
 *
 * @param x N×C×H×W
 * @param w O×(C/groups)×kH×kW
 * @returns N×O×H′×W′ with H′ = ⌊(H + 2p − d(kH − 1) − 1)/s⌋ + 1
 * @throws ShapeError if the channels disagree or the kernel does not fit
 */
export function convolution(x: Tensor, w: Tensor, options: ConvolutionOptions = {}): Tensor {
  const { bias } = options;
  const geometry = geometryOf(options);
  const y = convolve(x, w, bias, geometry);
  return deriveOne("convolution", bias ? [x, w, bias] : [x, w], y, (dy, [forX, forW, forBias]) => [
    forX ? inputGradient(dy, w, geometry, x.shape) : undefined,
    forW ? weightGradient(x, dy, geometry, [w.shape[2] ?? 1, w.shape[3] ?? 1]) : undefined,
    forBias ? sum(dy, { axes: [0, 2, 3] }) : undefined,
  ]);
}
