/**
 * A stream of pseudo-random numbers that is a pure function of its keys (seed, purpose, index, …): the n-th number is
 * a hash of the keys and n. So sample 70,000 costs no more than sample 0 and no sample depends on another.
 */
export interface RandomStream {
  /** Uniform in [from, to). */
  uniform(from: number, to: number): number;
  /** Normal with mean 0, cut at `limit` standard deviations. */
  normal(deviation: number, limit?: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the choices. */
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** Opens the stream of the given whole-number keys. */
export function randomStream(...keys: readonly number[]): RandomStream {
  const key = keys.reduce((state, part) => mix(mix(state ^ part) + Math.floor(part / 2 ** 32)), 0x2545f491);
  let counter = 0;
  const next = (): number => mix(key + Math.imul(++counter, 0x9e3779b9)) / 2 ** 32;
  return {
    uniform: (from, to) => from + (to - from) * next(),
    normal: (deviation, limit = 2.5) => {
      // Box–Muller; 1 − u keeps the logarithm off zero.
      const z = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return deviation * Math.min(limit, Math.max(-limit, z));
    },
    chance: (probability) => next() < probability,
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
  };
}

/** A 32-bit mixing function without fixed structure (lowbias32, Chris Wellons, public domain). */
export function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}
