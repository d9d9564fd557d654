import { deriveOne } from "../node.js";
import * as plain from "../primitives/matmul.js";
import { sumToShape } from "../primitives/reduction.js";
import type { Tensor } from "../tensor.js";

/** Matrix product over the last two axes, leading axes broadcast. ∂a = dy·bᵀ, ∂b = aᵀ·dy. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  return deriveOne("matmul", [a, b], plain.matmul(a, b), (dy, [forA, forB]) => [
    forA ? sumToShape(plain.matmul(dy, plain.transposeMatrix(b)), a.shape) : undefined,
    forB ? sumToShape(plain.matmul(plain.transposeMatrix(a), dy), b.shape) : undefined,
  ]);
}
