import { normalizeAxes, normalizeAxis, sizeOf } from "../../../shape.js";
import { float, integer, integers, word } from "../attributes.js";
import { flattened, reshapedTo, squeezed, unsqueezed } from "../evaluate.js";
import { clear, moveElements } from "../move-elements.js";
import { constantOf, numbersOf, operandOf, type Operation, unsupported } from "../operation.js";
import type { Operator } from "../operator.js";
import { floatBits } from "../planner.js";
import { after, broadcastView, commonShape, reshapeView, type View } from "../view.js";

/** Operators that give the same elements another shape: nothing is moved where they lie so that strides can tell it. */
function reshaping(shape: Operator["shape"]): Operator {
  return {
    shape,
    lower(operation, planner) {
      const x = planner.view(operandOf(operation, 0));
      const wanted = operation.output.shape;
      if (sizeOf(wanted) !== sizeOf(x.shape)) unsupported(operation, `cannot make ${wanted.join("×")} of ${x.shape.join("×")}`);
      let view = reshapeView(x, wanted);
      if (view === undefined) {
        const dense = planner.scratch(x.shape);
        moveElements(planner, x, dense);
        view = reshapeView(dense, wanted) ?? dense;
      }
      planner.define(operation.output, view);
    },
  };
}

const from = (operation: Operation) => operandOf(operation, 0).shape;
const axesOf = (operation: Operation): ArrayLike<number> | undefined => constantOf(operation, 1)?.values ?? integers(operation.attributes, "axes", undefined);

export const reshape = reshaping((operation) => reshapedTo(from(operation), numbersOf(operation, 1)));
export const flatten = reshaping((operation) => flattened(from(operation), integer(operation.attributes, "axis", 1)));
export const squeeze = reshaping((operation) => squeezed(from(operation), axesOf(operation)));
export const unsqueeze = reshaping((operation) => unsqueezed(from(operation), axesOf(operation) ?? []));
/** In inference, `Dropout` passes on what it gets. */
export const identity = reshaping(from);

/** Operators that look at the elements in another order, or at some of them. */
function viewing(look: (operation: Operation, x: { shape: readonly number[]; strides: readonly number[] }) => { shape: readonly number[]; strides: readonly number[]; offset: number }): Operator {
  return {
    shape: (operation) => look(operation, { shape: from(operation), strides: from(operation).map(() => 0) }).shape,
    lower(operation, planner) {
      const x = planner.view(operandOf(operation, 0));
      const { offset, ...view } = look(operation, x);
      planner.define(operation.output, { start: after(x.start, offset), ...view });
    },
  };
}

export const transpose = viewing(({ attributes }, { shape, strides }) => {
  const order = integers(attributes, "perm", shape.map((_, axis) => shape.length - 1 - axis));
  return { shape: order.map((axis) => shape[axis]), strides: order.map((axis) => strides[axis]), offset: 0 };
});

export const slice = viewing((operation, x) => {
  const listed = (index: number, name: string): readonly number[] | undefined => {
    const constant = constantOf(operation, index);
    return constant === undefined ? integers(operation.attributes, name, undefined) : [...constant.values];
  };
  const starts = listed(1, "starts") ?? unsupported(operation, "has no starts");
  const ends = listed(2, "ends") ?? unsupported(operation, "has no ends");
  const axes = normalizeAxes(listed(3, "axes") ?? starts.map((_, axis) => axis), x.shape.length, "slice");
  const steps = listed(4, "steps") ?? starts.map(() => 1);
  const [shape, strides] = [[...x.shape], [...x.strides]];
  let offset = 0;
  axes.forEach((axis, index) => {
    const size = x.shape[axis];
    const inside = (place: number): number => Math.min(size, Math.max(0, place < 0 ? place + size : place));
    const [start, end, step] = [inside(starts[index]), inside(ends[index]), steps[index]];
    if (step < 1 || end <= start) unsupported(operation, `takes ${start} to ${end} by ${step}`);
    shape[axis] = Math.ceil((end - start) / step);
    strides[axis] = x.strides[axis] * step;
    offset += start * x.strides[axis];
  });
  return { shape, strides, offset };
});

export const expand: Operator = {
  shape: (operation) => commonShape([operandOf(operation, 0), { shape: numbersOf(operation, 1) }], "Expand"),
  lower: (operation, planner) => planner.define(operation.output, { ...broadcastView(planner.view(operandOf(operation, 0)), operation.output.shape), lanes: undefined }),
};

/** Part of a tensor along an axis. */
const partOf = (view: View, axis: number, start: number, size: number): View => ({
  start: after(view.start, start * view.strides[axis]),
  shape: view.shape.map((length, at) => (at === axis ? size : length)),
  strides: view.strides,
});

export const concatenate: Operator = {
  shape({ inputs, attributes, ...operation }) {
    const shapes = inputs.map((_, index) => operandOf({ ...operation, inputs }, index).shape);
    const axis = normalizeAxis(integer(attributes, "axis", 0), shapes[0].length, "concatenate");
    return shapes[0].map((size, at) => (at === axis ? shapes.reduce((sum, shape) => sum + shape[axis], 0) : size));
  },
  lower(operation, planner) {
    const result = planner.resultFor(operation.output);
    const axis = normalizeAxis(integer(operation.attributes, "axis", 0), result.shape.length, "concatenate");
    if ((result.lanes ?? 0) > (result.shape[1] ?? 0)) clear(planner, result);
    let start = 0;
    for (const [index] of operation.inputs.entries()) {
      const part = planner.view(operandOf(operation, index));
      moveElements(planner, part, partOf(result, axis, start, part.shape[axis]));
      start += part.shape[axis];
    }
    planner.define(operation.output, result);
  },
};

/** `Pad` with a constant. */
export const pad: Operator = {
  shape: (operation) => from(operation).map((size, axis) => size + padsOf(operation)[axis] + padsOf(operation)[axis + from(operation).length]),
  lower(operation, planner) {
    const result = planner.resultFor(operation.output);
    const x = planner.view(operandOf(operation, 0));
    const { block } = result.start;
    const value = constantOf(operation, 2)?.values[0] ?? float(operation.attributes, "value", 0);
    planner.emit("fill", { dst: { block, offset: 0 }, runs: 1, distance: 0, bytes: Math.floor(block.bytes / 4) * 4, value: floatBits(value) });
    const inner = x.shape.reduce((view, size, axis) => partOf(view, axis, padsOf(operation)[axis], size), { ...result, lanes: undefined } as View);
    moveElements(planner, x, inner);
    planner.define(operation.output, result);
  },
};

function padsOf(operation: Operation): readonly number[] {
  const pads = constantOf(operation, 1)?.values ?? integers(operation.attributes, "pads", []);
  if (word(operation.attributes, "mode", "constant") !== "constant" || operation.inputs[3] !== undefined) unsupported(operation, "pads with more than a constant");
  if ([...pads].some((count) => count < 0)) unsupported(operation, "cuts instead of padding");
  return [...pads];
}
