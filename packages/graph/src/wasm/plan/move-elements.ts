import type { BinaryName, UnaryName } from "../kernels/kernels.js";
import type { Argument, Planner } from "./planner.js";
import { after, broadcastView, type Loop, loopsOver, type View } from "./view.js";

/** Operators that make infinities or worse of zeros, which must not be computed of lanes that hold nothing. */
const partial: ReadonlySet<string> = new Set(["div", "sqrt"]);

/** dst = x, element by element. */
export function moveElements(planner: Planner, x: View, dst: View): void {
  computeElements(planner, "copy", [x], dst);
}

/**
 * dst = kernel(operands), element by element: vectors of four where they lie so, else one at a time. Operands are repeated
 * along axes of size 1.
 */
export function computeElements(
  planner: Planner,
  kernel: UnaryName | BinaryName,
  operands: readonly View[],
  dst: View,
  given: Readonly<Record<"argument0" | "argument1", Argument>> = { argument0: 0, argument1: 0 },
): void {
  const views = [dst, ...operands.map((view) => broadcastView(view, dst.shape))];
  const sizes = [...dst.shape];
  const [, channels = 1] = sizes;
  if (dst.lanes !== undefined && dst.lanes > channels) {
    const readable = (view: View): boolean => view.strides[1] === 0 || (view.lanes ?? 0) >= (dst.lanes ?? 0);
    if (!partial.has(kernel) && views.every(readable)) sizes[1] = dst.lanes;
    else clear(planner, dst);
  }
  const loops = loopsOver(views, sizes);
  emitLoops(planner, kernel, views.map(({ start }) => start), loops, given);
}

/** Zeros a whole new image, whose lanes beyond the last channel no one else writes. */
export function clear(planner: Planner, { start: { block } }: View): void {
  planner.emit("fill", { dst: { block, offset: 0 }, runs: 1, distance: 0, bytes: block.bytes, value: 0 });
}

const names = ["dst", "a", "b"] as const;
const levels = ["Outer", "Middle", "Inner", "Step"] as const;
const counts = ["outer", "middle", "inner", "count"] as const;

/** The kernels have four loops; further ones are steps of their own. */
function emitLoops(
  planner: Planner,
  kernel: UnaryName | BinaryName,
  starts: readonly View["start"][],
  loops: readonly Loop[],
  given: Readonly<Record<string, Argument>>,
): void {
  const [first, ...others] = loops;
  if (first !== undefined && others.length >= 4) {
    for (let index = 0; index < first.count; index += 1) {
      emitLoops(planner, kernel, starts.map((start, stream) => after(start, index * first.steps[stream])), others, given);
    }
    return;
  }
  const inner: Loop = loops.at(-1) ?? { count: 1, steps: starts.map(() => 0) };
  const outer = loops.slice(0, -1);
  const together = inner.steps[0] === 4 && inner.steps.every((step) => step === 4 || step === 0);
  const fours = together ? inner.count - (inner.count % 4) : 0;
  const rest = inner.count - fours;
  const emit = (width: 4 | 1, from: number, count: number): void => {
    const last: Loop = { count, steps: inner.steps.map((step) => step * width) };
    const all = [...Array.from({ length: 3 - outer.length }, (): Loop => ({ count: 1, steps: starts.map(() => 0) })), ...outer, last];
    const values: Record<string, Argument> = { ...given };
    counts.forEach((name, level) => void (values[name] = all[level].count));
    starts.forEach((start, stream) => {
      values[names[stream]] = after(start, from * inner.steps[stream]);
      levels.forEach((name, level) => void (values[`${names[stream]}${name}`] = all[level].steps[stream]));
    });
    planner.emit(`${kernel}${width}`, values);
  };
  if (fours > 0) emit(4, 0, fours / 4);
  if (rest > 0) emit(1, fours, rest);
}
