import type { Random } from "../random/random.js";
import { type Shape, sizeOf } from "../shape.js";

/** Draws the first values of a parameter of a shape. */
export type Initializer = (shape: Shape, random: Random) => Float32Array;

/** The same value everywhere. */
export function constantValue(value: number): Initializer {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

export const zeros: Initializer = constantValue(0);
export const ones: Initializer = constantValue(1);

/** Normal distribution. */
export function normal(mean = 0, deviation = 1): Initializer {
  return (shape, random) => Float32Array.from({ length: sizeOf(shape) }, () => mean + deviation * random.normal());
}

/** Uniform in [low, high). */
export function uniform(low: number, high: number): Initializer {
  return (shape, random) => Float32Array.from({ length: sizeOf(shape) }, () => low + (high - low) * random.uniform());
}

/** Inputs and outputs that meet in one unit of a weight out×in×…, as PyTorch counts them. */
export function fans(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  const [out = 1, inner = 1, ...kernel] = shape;
  const field = sizeOf(kernel);
  return { fanIn: inner * field, fanOut: out * field };
}
