import { deriveOne } from "../node.js";
import * as plain from "../primitives/layout.js";
import type { Tensor } from "../tensor.js";

/**
 * Surrounds x with a constant value. ∂x = the inner part of dy.
 *
 * @param padding one entry an axis; counts are ≥ 0 (cropping is `slice`)
 */
export function pad(x: Tensor, padding: plain.Padding, value = 0): Tensor {
  const inner = padding.map(({ before }, axis) => ({ axis, start: before, end: before + (x.shape[axis] ?? 0) }));
  return deriveOne("pad", [x], plain.pad(x, padding, value), (dy) => [plain.slice(dy, inner)]);
}
