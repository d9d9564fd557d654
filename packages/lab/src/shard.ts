import { z } from "zod";

/** One of several parts of some work, which a scheduler spreads over machines: part `index`, from 1, of `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** How a shard is written, `2/4`. */
export const shardText = z.string().refine((text) => shardOf(text) !== undefined, { error: "write 2/4 for the second of four parts" });

/** Reads `2/4`. @throws Error where it is no part of a whole */
export function parseShard(text: string): Shard {
  const shard = shardOf(text);
  if (shard === undefined) throw new Error(`${text} is no part of a whole; write 2/4 for the second of four parts`);
  return shard;
}

function shardOf(text: string): Shard | undefined {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  return shard.index >= 1 && shard.index <= shard.of ? shard : undefined;
}

export function formatShard({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** The items of a shard: runs of equal length but for one, in order, so that all shards one after the other are the whole. */
export function partOf<Item>(items: readonly Item[], { index, of }: Shard = { index: 1, of: 1 }): Item[] {
  const place = (shards: number): number => Math.floor((items.length * shards) / of);
  return items.slice(place(index - 1), place(index));
}
