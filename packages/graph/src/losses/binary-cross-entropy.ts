import { deriveOne } from "../node.js";
import { add, clip, divide, multiply, subtract, unary } from "../primitives/elementwise.js";
import { mean } from "../primitives/reduction.js";
import { formatShape, sameShape, ShapeError, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";

/**
 * Mean binary cross-entropy of logits against targets in [0, 1], a scalar, in the form that never overflows:
 * max(z, 0) − z·t + log(1 + e^−|z|). ∂z = (σ(z) − t)/count.
 */
export function binaryCrossEntropyWithLogits(logits: Tensor, targets: Tensor): Tensor {
  checkAlike(logits, targets);
  const tail = unary("Softplus", unary("Neg", unary("Abs", logits)));
  const loss = mean(add(subtract(unary("Relu", logits), multiply(logits, targets)), tail));
  return deriveOne("binaryCrossEntropyWithLogits", [logits], loss, (dy) => [
    multiply(subtract(unary("Sigmoid", logits), targets), divide(dy, sizeOf(logits.shape))),
  ]);
}

/**
 * Mean binary cross-entropy of probabilities against targets in [0, 1], a scalar. Probabilities are kept 10⁻⁷ away from
 * 0 and 1, where the logarithm has no value. ∂p = (p − t)/(p(1 − p))/count.
 */
export function binaryCrossEntropy(probabilities: Tensor, targets: Tensor): Tensor {
  checkAlike(probabilities, targets);
  const p = clip(probabilities, 1e-7, 1 - 1e-7);
  const q = subtract(1, p);
  const logLikelihood = add(multiply(targets, unary("Log", p)), multiply(subtract(1, targets), unary("Log", q)));
  return deriveOne("binaryCrossEntropy", [probabilities], unary("Neg", mean(logLikelihood)), (dy) => [
    multiply(divide(subtract(p, targets), multiply(p, q)), divide(dy, sizeOf(p.shape))),
  ]);
}

function checkAlike(prediction: Tensor, targets: Tensor): void {
  if (!sameShape(prediction.shape, targets.shape)) {
    throw new ShapeError(
      `binary cross-entropy: prediction ${formatShape(prediction.shape)} and targets ${formatShape(targets.shape)} differ in shape.`,
    );
  }
}
