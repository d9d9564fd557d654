import { deriveOne } from "../node.js";
import * as plain from "../primitives/layout.js";
import { normalizeAxis } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** The part of x inside the ranges. ∂x = dy at the places it was taken from, zero elsewhere. */
export function slice(x: Tensor, ranges: readonly plain.Range[]): Tensor {
  return deriveOne("slice", [x], plain.slice(x, ranges), (dy) => {
    let spread = dy;
    const padding = x.shape.map(() => ({ before: 0, after: 0 }));
    for (const range of ranges) {
      const axis = normalizeAxis(range.axis, x.shape.length, "slice");
      const room = (x.shape[axis] ?? 0) - range.start;
      spread = plain.insertZeros(spread, axis, range.step ?? 1);
      const length = spread.shape[axis] ?? 0;
      if (length > room) spread = plain.slice(spread, [{ axis, start: 0, end: room }]);
      padding[axis] = { before: range.start, after: Math.max(0, room - length) };
    }
    return [plain.pad(spread, padding)];
  });
}
