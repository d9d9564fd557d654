import { deriveOne, nodeOutput } from "../node.js";
import { both, greater, less, multiply, select, subtract, unary } from "../primitives/elementwise.js";
import type { Tensor } from "../tensor.js";

/** 1/(1 + e⁻ˣ). ∂x = dy·y·(1 − y). */
export function sigmoid(x: Tensor): Tensor {
  const y = unary("Sigmoid", x);
  return deriveOne("sigmoid", [x], y, (dy) => [multiply(dy, multiply(y, subtract(1, y)))]);
}

/** min(max(x/6 + ½, 0), 1), the piecewise linear sigmoid of MobileNetV3. ∂x = dy/6 where −3 < x < 3. */
export function hardSigmoid(x: Tensor): Tensor {
  const y = nodeOutput("HardSigmoid", [x], x.shape, { attributes: { alpha: { float: 1 / 6 }, beta: { float: 0.5 } } });
  return deriveOne("hardSigmoid", [x], y, (dy) => [select(both(greater(x, -3), less(x, 3)), multiply(dy, 1 / 6), 0)]);
}

/** tanh x. ∂x = dy·(1 − y²). */
export function tanh(x: Tensor): Tensor {
  const y = unary("Tanh", x);
  return deriveOne("tanh", [x], y, (dy) => [multiply(dy, subtract(1, multiply(y, y)))]);
}
