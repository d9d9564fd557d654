import { nodeOutput } from "../node.js";
import { broadcastShapes, formatShape, normalizeAxes, normalizeAxis, sameShape, type Shape, ShapeError, sizeOf } from "../shape.js";
import { integers, scalar, type Tensor } from "../tensor.js";

/** Part of an axis: indices start, start + step, … below end. */
export interface Range {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step?: number | undefined;
}

/** How many elements to add before and after each axis. */
export type Padding = readonly { readonly before: number; readonly after: number }[];

/** The same elements in row-major order under another shape; one size may be −1 and is worked out. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const full = shape.map((size) => (size === -1 ? sizeOf(x.shape) / known : size));
  if (sizeOf(full) !== sizeOf(x.shape) || shape.filter((size) => size === -1).length > 1 || !full.every(Number.isInteger)) {
    throw new ShapeError(`reshape: ${formatShape(x.shape)} cannot become ${formatShape(shape)}.`);
  }
  return sameShape(x.shape, full) ? x : nodeOutput("Reshape", [x, integers(full)], full, { type: x.type });
}

/** Axes in another order: axis i of the result is axis `order[i]` of x. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  const axes = normalizeAxes(order, x.shape.length, "transpose");
  if (new Set(axes).size !== x.shape.length) {
    throw new ShapeError(`transpose: [${order.join(", ")}] does not order the ${x.shape.length} axes of the tensor.`);
  }
  const shape = axes.map((axis) => x.shape[axis] ?? 1);
  return nodeOutput("Transpose", [x], shape, { type: x.type, attributes: { perm: axes } });
}

/** Repeats x along axes of size 1 (and new leading axes) up to `shape`. */
export function expand(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShapes(x.shape, shape, "expand"), shape)) {
    throw new ShapeError(`expand: ${formatShape(x.shape)} does not broadcast to ${formatShape(shape)}.`);
  }
  return nodeOutput("Expand", [x, integers(shape)], shape, { type: x.type });
}

/** The part of x inside the ranges. */
export function slice(x: Tensor, ranges: readonly Range[]): Tensor {
  const cuts = ranges
    .map(({ axis, start, end, step = 1 }) => ({ axis: normalizeAxis(axis, x.shape.length, "slice"), start, end, step }))
    .filter(({ axis, start, end, step }) => start !== 0 || end !== x.shape[axis] || step !== 1);
  if (cuts.length === 0) return x;
  const shape = [...x.shape];
  for (const { axis, start, end, step } of cuts) {
    if (start < 0 || end > (x.shape[axis] ?? 0) || start >= end || step < 1) {
      throw new ShapeError(`slice: ${start}…${end} by ${step} does not lie in axis ${axis} of ${formatShape(x.shape)}.`);
    }
    shape[axis] = Math.ceil((end - start) / step);
  }
  const column = (key: "start" | "end" | "axis" | "step"): Tensor => integers(cuts.map((cut) => cut[key]));
  return nodeOutput("Slice", [x, column("start"), column("end"), column("axis"), column("step")], shape, { type: x.type });
}

/** Surrounds x with a constant value; one entry of `padding` an axis, counts ≥ 0. */
export function pad(x: Tensor, padding: Padding, value = 0): Tensor {
  if (padding.length !== x.shape.length || padding.some(({ before, after }) => before < 0 || after < 0)) {
    throw new ShapeError(`pad: wants one pair of counts ≥ 0 for each of the ${x.shape.length} axes of ${formatShape(x.shape)}.`);
  }
  if (padding.every(({ before, after }) => before === 0 && after === 0)) return x;
  const shape = x.shape.map((size, axis) => size + (padding[axis]?.before ?? 0) + (padding[axis]?.after ?? 0));
  const counts = integers([...padding.map(({ before }) => before), ...padding.map(({ after }) => after)]);
  return nodeOutput("Pad", [x, counts, scalar(value)], shape);
}

/** Joins tensors along an axis; their other axes agree. */
export function concatenate(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts;
  if (first === undefined) throw new ShapeError("concatenate: there is nothing to join.");
  if (parts.length === 1) return first;
  const at = normalizeAxis(axis, first.shape.length, "concatenate");
  for (const part of parts) {
    if (part.shape.length !== first.shape.length || part.shape.some((size, index) => index !== at && size !== first.shape[index])) {
      throw new ShapeError(`concatenate: ${parts.map(({ shape }) => formatShape(shape)).join(", ")} differ elsewhere than on axis ${at}.`);
    }
  }
  const shape = first.shape.map((size, index) => (index === at ? parts.reduce((total, part) => total + (part.shape[at] ?? 0), 0) : size));
  return nodeOutput("Concat", parts, shape, { type: first.type, attributes: { axis: at } });
}

/** Puts step − 1 zeros behind every element along an axis. */
export function insertZeros(x: Tensor, axis: number, step: number): Tensor {
  if (step === 1) return x;
  const columned = reshape(x, [...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)]);
  const padding = columned.shape.map((_, at) => ({ before: 0, after: at === axis + 1 ? step - 1 : 0 }));
  return reshape(
    pad(columned, padding),
    x.shape.map((size, at) => (at === axis ? size * step : size)),
  );
}
