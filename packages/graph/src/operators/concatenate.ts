import { derive } from "../node.js";
import * as plain from "../primitives/layout.js";
import { normalizeAxis } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** Joins tensors along an axis. ∂xᵢ = the part of dy that came from xᵢ. */
export function concatenate(parts: readonly Tensor[], axis: number): Tensor {
  const value = plain.concatenate(parts, axis);
  const at = normalizeAxis(axis, value.shape.length, "concatenate");
  return derive("concatenate", parts, [value], ([dy]) => {
    let start = 0;
    return parts.map((part) => {
      const end = start + (part.shape[at] ?? 0);
      const gradient = dy === undefined ? undefined : plain.slice(dy, [{ axis: at, start, end }]);
      start = end;
      return gradient;
    });
  })[0] as Tensor;
}
