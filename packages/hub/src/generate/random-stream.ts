import { nameHash } from "../names/fold-name.js";

/** Random numbers that follow from a seed and a name, so that any record can be made without the ones before it. */
export interface RandomStream {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number in [0, size). */
  readonly below: (size: number) => number;
  /** The same, small ones most often: about as 1/(n + 1). */
  readonly zipf: (size: number) => number;
}

/** Mulberry32, started by a hash. */
export function randomStream(seed: number, name: string): RandomStream {
  let state = nameHash(`${seed} ${name}`) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, below: (size) => Math.floor(next() * size), zipf: (size) => Math.min(size - 1, Math.floor(Math.exp(next() * Math.log(size + 1)) - 1)) };
}
