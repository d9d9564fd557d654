import { deriveOne } from "../node.js";
import * as plain from "../primitives/layout.js";
import { normalizeAxes } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** Axes in another order: axis i of the result is axis `order[i]` of x. ∂x = dy in the inverse order. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  const axes = normalizeAxes(order, x.shape.length, "transpose");
  const inverse = axes.map((_, axis) => axes.indexOf(axis));
  return deriveOne("transpose", [x], plain.transpose(x, order), (dy) => [plain.transpose(dy, inverse)]);
}
