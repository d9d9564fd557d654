import { deriveOne } from "../node.js";
import { convolve, convolveTransposed, weightGradient } from "../primitives/convolution.js";
import { sum } from "../primitives/reduction.js";
import type { Tensor } from "../tensor.js";
import { type ConvolutionOptions, geometryOf, type Pair, pairOf } from "./convolution.js";

export interface TransposedConvolutionOptions extends ConvolutionOptions {
  /** Rows and columns added at the bottom right, to tell apart the input sizes that a stride maps to one. */
  readonly outputPadding?: Pair | undefined;
}

/**
 * The transpose (as a linear map) of a convolution: spreads every input value over a kernel's reach.
 * ∂x is the convolution of dy with w; ∂w correlates dy with x, the two having changed places.
 *
 * @param x N×C×H×W
 * @param w C×(O/groups)×kH×kW, as PyTorch keeps it
 * @returns N×O×H′×W′ with H′ = (H − 1)·s − 2p + d(kH − 1) + outputPadding + 1
 */
export function transposedConvolution(x: Tensor, w: Tensor, options: TransposedConvolutionOptions = {}): Tensor {
  const { bias, outputPadding = 0 } = options;
  const geometry = geometryOf(options);
  const y = convolveTransposed(x, w, bias, geometry, pairOf(outputPadding));
  return deriveOne("transposedConvolution", bias ? [x, w, bias] : [x, w], y, (dy, [forX, forW, forBias]) => [
    forX ? convolve(dy, w, undefined, geometry) : undefined,
    forW ? weightGradient(dy, x, geometry, [w.shape[2] ?? 1, w.shape[3] ?? 1]) : undefined,
    forBias ? sum(dy, { axes: [0, 2, 3] }) : undefined,
  ]);
}
