import { deriveOne, nodeOutput } from "../node.js";
import { multiply, subtract, unary } from "../primitives/elementwise.js";
import { sum } from "../primitives/reduction.js";
import { normalizeAxis } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** eˣ/Σeˣ along an axis. ∂x = y·(dy − Σ dy·y). */
export function softmax(x: Tensor, axis = -1): Tensor {
  const at = normalizeAxis(axis, x.shape.length, "softmax");
  const y = nodeOutput("Softmax", [x], x.shape, { attributes: { axis: at } });
  return deriveOne("softmax", [x], y, (dy) => {
    const weighted = multiply(dy, y);
    return [subtract(weighted, multiply(y, sum(weighted, { axes: [at], keep: true })))];
  });
}

/** x − log Σeˣ along an axis. ∂x = dy − softmax(x)·Σ dy. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  const at = normalizeAxis(axis, x.shape.length, "logSoftmax");
  const y = nodeOutput("LogSoftmax", [x], x.shape, { attributes: { axis: at } });
  return deriveOne("logSoftmax", [x], y, (dy) => [
    subtract(dy, multiply(unary("Exp", y), sum(dy, { axes: [at], keep: true }))),
  ]);
}
