import { deriveOne } from "../node.js";
import * as plain from "../primitives/layout.js";
import { sumToShape } from "../primitives/reduction.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** Repeats x along axes of size 1 (and new leading axes) up to `shape`. ∂x = dy summed over the repeats. */
export function expand(x: Tensor, shape: Shape): Tensor {
  return deriveOne("expand", [x], plain.expand(x, shape), (dy) => [sumToShape(dy, x.shape)]);
}
