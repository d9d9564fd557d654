import { layers, type Scope, type Tensor } from "@fmpn/graph";
import { add } from "@fmpn/graph/operators";
import { biasBefore, normalization, type Normalization } from "./normalization.js";
import { type Layer, sequential } from "./sequential.js";

export interface ResidualBlockOptions {
  readonly norm: Normalization;
  /** Rate of the dropout between the two halves; 0 leaves the layer out (and its number in the names with it). */
  readonly dropout: number;
}

/**
 * The residual block of generator and fusion net: x + {3×3 conv, norm, PReLU} twice, nothing after the addition.
 * Parameters `conv_block.0.weight` … as in the authors' code.
 *
 * @param x N×C×H×W
 * @returns N×C×H×W
 */
export function residualBlock(scope: Scope, x: Tensor, { norm, dropout }: ResidualBlockOptions): Tensor {
  const half: Layer[] = [
    (at, h) => layers.convolution(at, h, { filters: x.shape[1] ?? 0, kernel: 3, padding: 1, bias: biasBefore(norm) }),
    normalization(norm),
    (at, h) => layers.prelu(at, h),
  ];
  const drop: Layer[] = dropout > 0 ? [(at, h) => layers.dropout(at, h, dropout)] : [];
  return add(x, sequential(scope.at("conv_block"), x, [...half, ...drop, ...half]));
}
