import { nodeOutput } from "../node.js";
import { normalizeAxes, type Shape } from "../shape.js";
import { integers, type Tensor } from "../tensor.js";
import { reshape } from "./layout.js";

/** What a reduction leaves: `axes` default to all; `keep` leaves the reduced axes as size 1. */
export interface ReduceOptions {
  readonly axes?: readonly number[] | undefined;
  readonly keep?: boolean | undefined;
}

/** An ONNX reduction: `ReduceSum`, `ReduceMean`, `ReduceSumSquare`, `ReduceMax`. */
export function reduce(operator: string, x: Tensor, options: ReduceOptions = {}): Tensor {
  const axes = normalizeAxes(options.axes ?? x.shape.map((_, axis) => axis), x.shape.length, operator);
  if (axes.length === 0) return x;
  const kept = keptShape(x.shape, axes);
  const shape = options.keep === true ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
  return nodeOutput(operator, [x, integers(axes)], shape, { attributes: { keepdims: options.keep === true ? 1 : 0 } });
}

export const sum = (x: Tensor, options?: ReduceOptions): Tensor => reduce("ReduceSum", x, options);
export const mean = (x: Tensor, options?: ReduceOptions): Tensor => reduce("ReduceMean", x, options);

/** The shape with the axes reduced to size 1. */
export function keptShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

/** Sums away the axes that `shape` was broadcast along to become the shape of x: the gradient of broadcasting. */
export function sumToShape(x: Tensor, shape: Shape): Tensor {
  const lead = x.shape.length - shape.length;
  const axes = x.shape.flatMap((size, axis) => (axis < lead || (shape[axis - lead] === 1 && size !== 1) ? [axis] : []));
  return axes.length === 0 ? x : reshape(sum(x, { axes, keep: true }), shape);
}
