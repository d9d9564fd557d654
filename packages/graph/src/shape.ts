/** Sizes of a tensor's axes, outermost first. Every size is a known positive integer: graphs are static. */
export type Shape = readonly number[];

/** Raised when an operator is given shapes that it cannot combine. The message names the operator and the shapes. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** Number of elements of a tensor of this shape (1 for a scalar). */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** `[2, 3, 32, 32]` as a person reads it: `2×3×32×32`; a scalar is `scalar`. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? "scalar" : shape.join("×");
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Throws a {@link ShapeError} unless every size is a positive integer. */
export function checkShape(shape: Shape, what: string): void {
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 1) {
      throw new ShapeError(`${what}: the shape ${formatShape(shape)} has a size that is not a positive integer.`);
    }
  }
}

/** Shape of an element-wise combination of `a` and `b` under numpy's broadcasting rule. */
export function broadcastShapes(a: Shape, b: Shape, operator: string): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new ShapeError(`${operator}: shapes ${formatShape(a)} and ${formatShape(b)} cannot be broadcast together.`);
    }
    return Math.max(left, right);
  });
}

/** Brings axes counted from the end (−1 is the last) into 0…rank−1 and checks them. */
export function normalizeAxes(axes: readonly number[], rank: number, operator: string): number[] {
  return axes.map((axis) => {
    const positive = axis < 0 ? axis + rank : axis;
    if (!Number.isInteger(axis) || positive < 0 || positive >= rank) {
      throw new ShapeError(`${operator}: axis ${axis} does not exist in a tensor of rank ${rank}.`);
    }
    return positive;
  });
}

/** Like {@link normalizeAxes} for a single axis. */
export function normalizeAxis(axis: number, rank: number, operator: string): number {
  return normalizeAxes([axis], rank, operator)[0] as number;
}
