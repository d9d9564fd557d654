import { deriveOne } from "../node.js";
import { divide, multiply, unary } from "../primitives/elementwise.js";
import type { Tensor } from "../tensor.js";

/** −x. */
export function negate(x: Tensor): Tensor {
  return deriveOne("negate", [x], unary("Neg", x), (dy) => [unary("Neg", dy)]);
}

/** eˣ. ∂x = dy·eˣ. */
export function exponential(x: Tensor): Tensor {
  const y = unary("Exp", x);
  return deriveOne("exponential", [x], y, (dy) => [multiply(dy, y)]);
}

/** Natural logarithm. ∂x = dy/x. */
export function logarithm(x: Tensor): Tensor {
  return deriveOne("logarithm", [x], unary("Log", x), (dy) => [divide(dy, x)]);
}

/** √x. ∂x = dy/(2√x). */
export function squareRoot(x: Tensor): Tensor {
  const y = unary("Sqrt", x);
  return deriveOne("squareRoot", [x], y, (dy) => [divide(dy, multiply(y, 2))]);
}

/** x². ∂x = 2x·dy. A product, because ONNX Runtime's Pow is slower. */
export function square(x: Tensor): Tensor {
  return deriveOne("square", [x], multiply(x, x), (dy) => [multiply(dy, multiply(x, 2))]);
}

/** |x|. ∂x = dy·sign(x), 0 at 0. */
export function absolute(x: Tensor): Tensor {
  return deriveOne("absolute", [x], unary("Abs", x), (dy) => [multiply(dy, unary("Sign", x))]);
}
