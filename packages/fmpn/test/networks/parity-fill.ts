import { type Network, type Shape, sizeOf, type State } from "@fmpn/graph";

/** FNV-1a, 32 bit, over the UTF-8 bytes of a name. */
function hash(name: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

/** The filling rule's u in [−1, 1) of the i-th element of a tensor. */
export function unit(name: string, i: number): number {
  return unitOf(hash(name), i);
}

function unitOf(seed: number, i: number): number {
  let x = (seed + Math.imul(i, 0x9e3779b1)) >>> 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  x ^= x >>> 16;
  return (x >>> 0) / 2 ** 31 - 1;
}

function fill(name: string, length: number, scale: number, offset = 0): Float32Array {
  const seed = hash(name);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i += 1) values[i] = offset + scale * unitOf(seed, i);
  return values;
}

/** An input of the vectors, `x.rgb` and the like: ½ + ½u. */
export function filledInput(name: string, shape: Shape): Float32Array {
  return fill(name, sizeOf(shape), 0.5, 0.5);
}

/** All parameters and buffers of a network, filled from their names. */
export function filledState(network: Network): State {
  const state: State = new Map();
  const normed = (name: string): boolean => network.buffers.has(`${name.slice(0, name.lastIndexOf("."))}.running_mean`);
  for (const [name, { tensor }] of [...network.parameters, ...network.buffers]) {
    state.set(name, filledTensor(name, tensor.shape, normed(name)));
  }
  return state;
}

/** One tensor by the rule of its kind: the last part of its name, its rank, and whether its layer is a normalisation. */
export function filledTensor(name: string, shape: Shape, inNorm: boolean): Float32Array {
  const count = sizeOf(shape);
  const kind = name.slice(name.lastIndexOf(".") + 1);
  if (kind === "running_mean") return fill(name, count, 0.1);
  if (kind === "running_var") return fill(name, count, 0.25, 1);
  if (kind === "bias") return fill(name, count, inNorm ? 0.1 : 0.05);
  if (inNorm) return fill(name, count, 0.1, 1);
  if (shape.length === 1) return fill(name, count, 0.1, 0.25);
  return fill(name, count, Math.sqrt(3 / (count / (shape[0] ?? 1))));
}
