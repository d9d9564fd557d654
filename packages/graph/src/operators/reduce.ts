import { deriveOne } from "../node.js";
import { divide, multiply } from "../primitives/elementwise.js";
import { expand, reshape } from "../primitives/layout.js";
import { keptShape, reduce, type ReduceOptions } from "../primitives/reduction.js";
import { normalizeAxes, type Shape, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";

export type { ReduceOptions };

/** Σx over the axes. ∂x = dy spread over them. */
export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  const kept = keptOf(x, options);
  return deriveOne("sum", [x], reduce("ReduceSum", x, options), (dy) => [expand(reshape(dy, kept), x.shape)]);
}

/** Mean of x over the axes. ∂x = dy/count spread over them. */
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const kept = keptOf(x, options);
  const count = sizeOf(x.shape) / sizeOf(kept);
  return deriveOne("mean", [x], reduce("ReduceMean", x, options), (dy) => [expand(reshape(divide(dy, count), kept), x.shape)]);
}

/** Σx² over the axes. ∂x = 2x·dy. */
export function sumOfSquares(x: Tensor, options: ReduceOptions = {}): Tensor {
  const kept = keptOf(x, options);
  return deriveOne("sumOfSquares", [x], reduce("ReduceSumSquare", x, options), (dy) => [
    multiply(x, multiply(reshape(dy, kept), 2)),
  ]);
}

function keptOf(x: Tensor, options: ReduceOptions): Shape {
  return keptShape(x.shape, normalizeAxes(options.axes ?? x.shape.map((_, axis) => axis), x.shape.length, "reduce"));
}
