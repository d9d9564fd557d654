import { upTo } from "./image.js";
import type { Step } from "./planner.js";
import type { Block } from "./view.js";

/** Where the blocks that runs write lie in one piece of memory, which they share as far as they are not needed together. */
export interface Placement {
  readonly offsets: ReadonlyMap<Block, number>;
  readonly bytes: number;
}

/** Vectors and cache lines start at multiples of this. */
const alignment = 64;

/**
 * Places each block at the lowest free place for as long as steps read or write it.
 *
 * @param first blocks that are written before the first step
 * @param last blocks that are read after the last one
 */
export function place(steps: readonly Step[], first: readonly Block[], last: readonly Block[]): Placement {
  const lives = new Map<Block, { from: number; to: number }>();
  const touch = (block: Block, at: number): void => {
    if (block.known === undefined) lives.set(block, { from: lives.get(block)?.from ?? at, to: at });
  };
  for (const block of first) touch(block, -1);
  steps.forEach(({ values }, at) => {
    for (const value of values) if (typeof value !== "number") touch(value.block, at);
  });
  for (const block of last) touch(block, steps.length);

  const placed: { at: number; end: number; from: number; to: number }[] = [];
  const offsets = new Map<Block, number>();
  // The largest first: what is smaller fits between.
  for (const [block, { from, to }] of [...lives].sort(([a], [b]) => b.bytes - a.bytes)) {
    let at = 0;
    for (const other of placed) {
      if (other.to < from || other.from > to) continue;
      if (at + block.bytes <= other.at) break;
      at = Math.max(at, other.end);
    }
    offsets.set(block, at);
    placed.push({ at, end: upTo(at + block.bytes, alignment), from, to });
    placed.sort((a, b) => a.at - b.at);
  }
  return { offsets, bytes: Math.max(0, ...placed.map(({ end }) => end)) };
}
