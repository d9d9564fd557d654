import { broadcastShapes, type Shape } from "../../shape.js";

/** A piece of memory: what is known before a run, or what a run writes. */
export interface Block {
  readonly bytes: number;
  /** Present where it is known before a run. */
  readonly known?: KnownBlock | undefined;
}

/** What a block holds from the start. */
export interface KnownBlock {
  /** Whether other plans read it, too: weights. */
  readonly shared: boolean;
  /** Until it lies in memory. */
  data: Uint8Array | undefined;
}

/** A place in a block, in bytes from its start. */
export interface Address {
  readonly block: Block;
  readonly offset: number;
}

export const after = ({ block, offset }: Address, bytes: number): Address => ({ block, offset: offset + bytes });

/** A tensor as it lies in memory: the element at (i, j, …) is at `start` + i·strides[0] + j·strides[1] + … bytes. */
export interface View {
  readonly start: Address;
  readonly shape: Shape;
  readonly strides: readonly number[];
  /** How many elements along axis 1 may be read (and, in a result, written), where that is more than there are. */
  readonly lanes?: number | undefined;
}

/** Strides of float32 elements in row-major order. */
export function denseStrides(shape: Shape): number[] {
  const strides = shape.map(() => 4);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

export function isDense({ shape, strides }: View): boolean {
  const dense = denseStrides(shape);
  return shape.every((size, axis) => size === 1 || strides[axis] === dense[axis]);
}

/** The view repeated along axes of size 1, and new leading ones, up to a shape. */
export function broadcastView(view: View, shape: Shape): View {
  const added = shape.length - view.shape.length;
  const strides = shape.map((size, axis) => (axis < added || view.shape[axis - added] !== size ? 0 : view.strides[axis - added]));
  return { start: view.start, shape, strides, lanes: added === 0 ? view.lanes : undefined };
}

/**
 * The same elements in the same order under another shape, without moving them.
 *
 * @returns undefined where they lie so that no strides describe it
 */
export function reshapeView(view: View, shape: Shape): View | undefined {
  // Axes that lie one in the other are one run of elements; the new axes have to split these runs.
  const runs: { size: number; stride: number }[] = [];
  view.shape.forEach((size, axis) => {
    const last = runs.at(-1);
    if (size === 1) return;
    if (last !== undefined && last.stride === size * view.strides[axis]) runs[runs.length - 1] = { size: last.size * size, stride: view.strides[axis] };
    else runs.push({ size, stride: view.strides[axis] });
  });
  const strides = shape.map(() => 0);
  let left = 1;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const run = runs.at(-1);
    if (shape[axis] === 1) continue;
    if (run === undefined || run.size % (left * shape[axis]) !== 0) return undefined;
    strides[axis] = run.stride * left;
    left *= shape[axis];
    if (left === run.size) {
      runs.pop();
      left = 1;
    }
  }
  return { start: view.start, shape, strides };
}

/** Loops over several views of one shape, outermost first: a count, and the step of each view in bytes. */
export interface Loop {
  readonly count: number;
  readonly steps: readonly number[];
}

/** As few loops as go over all elements, with the innermost along the first view's closest elements. */
export function loopsOver(views: readonly View[], sizes: readonly number[]): Loop[] {
  const axes = sizes
    .map((count, axis): Loop => ({ count, steps: views.map(({ strides }) => strides[axis]) }))
    .filter(({ count }) => count !== 1)
    .sort((a, b) => Math.abs(b.steps[0]) - Math.abs(a.steps[0]));
  const loops: Loop[] = [];
  for (const axis of axes) {
    const outer = loops.at(-1);
    const joins = outer?.steps.every((step, index) => step === axis.steps[index] * axis.count);
    if (outer !== undefined && joins === true) loops[loops.length - 1] = { count: outer.count * axis.count, steps: axis.steps };
    else loops.push(axis);
  }
  return loops;
}

export const commonShape = (views: readonly { readonly shape: Shape }[], operator: string): Shape =>
  views.map(({ shape }) => shape).reduce((a, b) => broadcastShapes(a, b, operator));
