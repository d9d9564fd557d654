import { deriveOne } from "../node.js";
import { gemm } from "../primitives/matmul.js";
import { sum } from "../primitives/reduction.js";
import { formatShape, ShapeError } from "../shape.js";
import type { Tensor } from "../tensor.js";

/**
 * y = x·wᵀ + b. ∂x = dy·w, ∂w = dyᵀ·x, ∂b = Σ dy over the batch.
 *
 * @param x N×in
 * @param w out×in, as PyTorch keeps it
 * @param bias out
 * @throws ShapeError if the sizes disagree
 */
export function linear(x: Tensor, w: Tensor, bias?: Tensor): Tensor {
  if (x.shape.length !== 2 || x.shape[1] !== w.shape[1]) {
    throw new ShapeError(`linear: an input of ${formatShape(x.shape)} does not fit the weight ${formatShape(w.shape)}.`);
  }
  const value = gemm(x, w, { transW: true, ...(bias ? { bias } : {}) });
  return deriveOne("linear", bias ? [x, w, bias] : [x, w], value, (dy, [forX, forW, forBias]) => [
    forX ? gemm(dy, w) : undefined,
    forW ? gemm(dy, x, { transX: true }) : undefined,
    forBias ? sum(dy, { axes: [0] }) : undefined,
  ]);
}
