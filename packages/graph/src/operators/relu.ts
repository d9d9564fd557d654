import { deriveOne } from "../node.js";
import { gate } from "../primitives/channels.js";
import { clip, unary } from "../primitives/elementwise.js";
import type { Tensor } from "../tensor.js";

/** max(x, 0). ∂x = dy where x > 0, else 0. */
export function relu(x: Tensor): Tensor {
  const y = unary("Relu", x);
  return deriveOne("relu", [x], y, (dy) => [gate(dy, y)]);
}

/** min(max(x, 0), 6). ∂x = dy where 0 < x < 6, else 0. */
export function relu6(x: Tensor): Tensor {
  const y = clip(x, 0, 6);
  return deriveOne("relu6", [x], y, (dy) => [gate(dy, y, 6)]);
}
