import { normalizeAxis, type Shape, sizeOf } from "../../shape.js";
import type { Attributes } from "../../tensor.js";
import { integer, integers } from "./attributes.js";
import type { Constant } from "./operation.js";

/**
 * Computes an operator whose operands are all known, as graphs have them around shapes and stored weights.
 *
 * @param make is told before so many numbers are made: throws where they are too many
 * @returns undefined for an operator that is not computed here
 */
export function evaluate(operator: string, inputs: readonly Constant[], attributes: Attributes, make: (values: number) => void = () => {}): Constant | undefined {
  return evaluators[operator]?.(inputs as [Constant, ...Constant[]], attributes, make);
}

type Evaluate = (inputs: readonly [Constant, ...Constant[]], attributes: Attributes, make: (values: number) => void) => Constant | undefined;

const arithmetic =
  (compute: (a: number, b: number) => number): Evaluate =>
  ([a, b], _attributes, make) => {
    if (b === undefined) return undefined;
    const [longer, one] = sizeOf(a.shape) >= sizeOf(b.shape) ? [a, b] : [b, a];
    if (sizeOf(one.shape) !== 1 && sizeOf(one.shape) !== sizeOf(longer.shape)) return undefined;
    make(sizeOf(longer.shape));
    const of = ({ shape, values }: Constant, at: number): number => values[sizeOf(shape) === 1 ? 0 : at];
    return { shape: longer.shape, values: like(longer.values, sizeOf(longer.shape), (at) => compute(of(a, at), of(b, at))) };
  };

const same: Evaluate = ([x]) => x;
const reshaped: Evaluate = ([x, shape], attributes) => ({ shape: reshapedTo(x.shape, shape?.values ?? integers(attributes, "shape", [])), values: x.values });

const evaluators: Readonly<Record<string, Evaluate>> = {
  Identity: same,
  Cast: ([x], attributes, make) => (make(x.values.length), { shape: x.shape, values: integer(attributes, "to", 1) === 1 ? Float32Array.from(x.values) : Array.from(x.values, Math.trunc) }),
  DequantizeLinear: ([x, scale, zero], attributes, make) => (make(x.values.length), dequantized(x, scale, zero, integer(attributes, "axis", 1))),
  Reshape: reshaped,
  Flatten: ([x], attributes) => ({ shape: flattened(x.shape, integer(attributes, "axis", 1)), values: x.values }),
  Unsqueeze: ([x, axes], attributes) => ({ shape: unsqueezed(x.shape, axes?.values ?? integers(attributes, "axes", [])), values: x.values }),
  Squeeze: ([x, axes], attributes) => ({ shape: squeezed(x.shape, axes?.values ?? integers(attributes, "axes", undefined)), values: x.values }),
  ConstantOfShape: ([shape], _attributes, make) => {
    const sizes = [...shape.values];
    make(sizeOf(sizes));
    return { shape: sizes, values: new Float32Array(sizeOf(sizes)) };
  },
  Gather: ([x, indices], attributes, make) => {
    if (indices === undefined || x.shape.length !== 1 || integer(attributes, "axis", 0) !== 0) return undefined;
    make(indices.values.length);
    const at = Array.from(indices.values, (index) => (index < 0 ? index + (x.shape[0] ?? 0) : index));
    return { shape: indices.shape, values: like(x.values, at.length, (place) => x.values[at[place]]) };
  },
  Concat: (parts, _attributes, make) => {
    if (parts.some(({ shape }) => shape.length !== 1)) return undefined;
    make(parts.reduce((sum, { values }) => sum + values.length, 0));
    const all = parts.flatMap(({ values }) => [...values]);
    return { shape: [all.length], values: like(parts[0].values, all.length, (at) => all[at]) };
  },
  Slice: ([x, starts, ends]) => {
    if (starts === undefined || ends === undefined || x.shape.length !== 1) return undefined;
    const values = x.values.slice(starts.values[0], ends.values[0]);
    return { shape: [values.length], values };
  },
  Add: arithmetic((a, b) => a + b),
  Sub: arithmetic((a, b) => a - b),
  Mul: arithmetic((a, b) => a * b),
  Div: ([a, b], attributes, make) => arithmetic(a.values instanceof Float32Array ? (x, y) => x / y : (x, y) => Math.trunc(x / y))([a, b as Constant], attributes, make),
};

function like(values: Constant["values"], length: number, at: (index: number) => number): Constant["values"] {
  return values instanceof Float32Array ? Float32Array.from({ length }, (_, index) => at(index)) : Array.from({ length }, (_, index) => at(index));
}

/** Weights stored in 8 bits, as float32: (x − zero)·scale, by channels of an axis. Widened when they are asked for as floats. */
function dequantized({ shape, values: stored }: Constant, scale: Constant | undefined, zero: Constant | undefined, axis: number): Constant | undefined {
  if (scale === undefined) return undefined;
  const ofChannels = scale.values.length === 1 ? -1 : normalizeAxis(axis, shape.length, "DequantizeLinear");
  const run = sizeOf(shape.slice(ofChannels + 1));
  const symmetric = zero === undefined || Array.from(zero.values).every((value) => value === 0);
  let widened: Float32Array | undefined;
  return {
    shape,
    get values() {
      return (widened ??= widen(stored, run, scale.values, zero?.values));
    },
    stored: symmetric && isBytes(stored) ? { wholes: stored, scales: Float32Array.from(scale.values), axis: ofChannels } : undefined,
  };
}

const isBytes = (values: unknown): values is Int8Array => values instanceof Int8Array;

function widen(stored: Constant["values"], run: number, scales: Constant["values"], zeros: Constant["values"] | undefined): Float32Array {
  const values = new Float32Array(stored.length);
  for (let start = 0; start < values.length; start += run) {
    const channel = (start / run) % scales.length;
    const [step, middle] = [scales[channel], zeros?.[channel] ?? 0];
    for (let at = start; at < start + run; at += 1) values[at] = (stored[at] - middle) * step;
  }
  return values;
}

/** ONNX's `Reshape`: 0 keeps a size, −1 is worked out. */
export function reshapedTo(from: Shape, wanted: ArrayLike<number>): Shape {
  const sizes = Array.from(wanted, (size, axis) => (size === 0 ? (from[axis] ?? 1) : size));
  const known = sizes.reduce((product, size) => (size === -1 ? product : product * size), 1);
  return sizes.map((size) => (size === -1 ? sizeOf(from) / known : size));
}

export function flattened(shape: Shape, axis: number): Shape {
  const at = axis < 0 ? axis + shape.length : axis;
  return [sizeOf(shape.slice(0, at)), sizeOf(shape.slice(at))];
}

export function unsqueezed(shape: Shape, axes: ArrayLike<number>): Shape {
  const rank = shape.length + axes.length;
  const added = new Set(Array.from(axes, (axis) => (axis < 0 ? axis + rank : axis)));
  const rest = [...shape];
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() ?? 1)));
}

export function squeezed(shape: Shape, axes: ArrayLike<number> | undefined): Shape {
  const removed = axes === undefined ? undefined : new Set(Array.from(axes, (axis) => (axis < 0 ? axis + shape.length : axis)));
  return shape.filter((size, axis) => (removed === undefined ? size !== 1 : !removed.has(axis)));
}
