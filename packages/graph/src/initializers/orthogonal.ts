import { type Shape, sizeOf } from "../shape.js";
import type { Initializer } from "./initializer.js";

/**
 * Rows (or columns, whichever are fewer) orthonormal, times gain (Saxe et al. 2014).
 * Gram–Schmidt, twice for accuracy, on a normal matrix of out × (everything else).
 */
export function orthogonal(gain = 1): Initializer {
  return (shape, random) => {
    const { count, length, wide } = matrixOf(shape);
    const vectors: Float64Array[] = [];
    for (let index = 0; index < count; index += 1) {
      const vector = Float64Array.from({ length }, () => random.normal());
      for (let pass = 0; pass < 2; pass += 1) {
        for (const other of vectors) addScaled(vector, other, -dot(vector, other));
      }
      const norm = Math.sqrt(dot(vector, vector));
      vectors.push(vector.map((value) => value / norm));
    }
    const columns = wide ? length : count;
    return Float32Array.from({ length: sizeOf(shape) }, (_, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      return gain * ((wide ? vectors[row]?.[column] : vectors[column]?.[row]) ?? 0);
    });
  };
}

function matrixOf(shape: Shape): { count: number; length: number; wide: boolean } {
  const [rows = 1] = shape;
  const columns = sizeOf(shape) / rows;
  return rows <= columns ? { count: rows, length: columns, wide: true } : { count: columns, length: rows, wide: false };
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let index = 0; index < a.length; index += 1) total += (a[index] ?? 0) * (b[index] ?? 0);
  return total;
}

function addScaled(target: Float64Array, other: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index += 1) target[index] = (target[index] ?? 0) + factor * (other[index] ?? 0);
}
