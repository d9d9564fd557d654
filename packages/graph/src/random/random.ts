import { hashName, philox } from "./philox.js";

/** A stream of random numbers, the same for the same seed and name on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform in 0…bound−1. */
  integer(bound: number): number;
  /** Shuffles in place (Fisher–Yates). */
  shuffle<T>(items: T[]): T[];
}

/**
 * A stream of its own for every (seed, name, step): streams don't depend on each other or on the order they are drawn in.
 *
 * @param seed any safe integer
 * @param name what the numbers are for, e.g. a parameter's name
 */
export function createRandom(seed: number, name: string, step = 0): Random {
  const block = new Uint32Array(4);
  const [key0, key1] = [seed >>> 0, Math.floor(seed / 0x100000000) >>> 0];
  const stream = hashName(name);
  let counter = 0;
  let spare: number | undefined;
  const bits = (): number => {
    if (counter % 4 === 0) philox(block, counter / 4, step >>> 0, Math.floor(step / 0x100000000), stream, key0, key1);
    const value = block[counter % 4] ?? 0;
    counter += 1;
    return value;
  };
  const uniform = (): number => bits() / 0x100000000;
  const integer = (bound: number): number => Math.floor(uniform() * bound);
  return {
    uniform,
    integer,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      // Box–Muller; 1 − u keeps the logarithm away from 0.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last -= 1) {
        const other = integer(last + 1);
        [items[last], items[other]] = [items[other] as (typeof items)[number], items[last] as (typeof items)[number]];
      }
      return items;
    },
  };
}

/**
 * A dropout mask: 0 with probability `rate`, else 1/(1 − rate), from a counter-based generator keyed by seed, layer and step.
 *
 * @param length number of elements
 */
export function dropoutMask(length: number, rate: number, seed: number, layer: string, step: number): Float32Array {
  const random = createRandom(seed, `dropout:${layer}`, step);
  const kept = 1 / (1 - rate);
  return Float32Array.from({ length }, () => (random.uniform() < rate ? 0 : kept));
}
