/**
 * Runs `work` over the items with at most `width` under way, and yields the results in the items' order: whatever the
 * length of the list, only `width` results are ever held.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    const result = work(item);
    // A failure is met where the result is awaited; until then it must not count as unhandled.
    result.catch(() => {});
    underWay.push(result);
    const first = underWay.length >= width ? underWay.shift() : undefined;
    if (first) yield await first;
  }
  for (const result of underWay) yield await result;
}
