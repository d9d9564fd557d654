import type { Random } from "@fmpn/graph";

/** Draws from items, each as often as its weight says. */
export function weighted<T>(items: readonly T[], weightOf: (item: T) => number): (random: Random) => T {
  const ends: number[] = [];
  let total = 0;
  for (const item of items) ends.push((total += weightOf(item)));
  return (random) => {
    const at = random.uniform() * total;
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    return items[low] as T;
  };
}
