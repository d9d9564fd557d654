import { deriveOne } from "../node.js";
import { multiply } from "../primitives/elementwise.js";
import { formatShape, sameShape, ShapeError } from "../shape.js";
import type { Tensor } from "../tensor.js";

/**
 * Inverted dropout (Srivastava et al. 2014) by a given mask. ∂x = dy·mask.
 *
 * @param mask shape of x; 0 where x is dropped, 1/(1 − rate) where it is kept
 */
export function dropout(x: Tensor, mask: Tensor): Tensor {
  if (!sameShape(x.shape, mask.shape)) {
    throw new ShapeError(`dropout: a mask of ${formatShape(mask.shape)} does not cover ${formatShape(x.shape)}.`);
  }
  return deriveOne("dropout", [x], multiply(x, mask), (dy) => [multiply(dy, mask)]);
}
