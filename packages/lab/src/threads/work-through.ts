import type { WorkOptions } from "../work.js";
import type { Crew } from "./crew.js";
import { inOrder } from "./in-order.js";

/**
 * Runs `work` over the items with as many under way as a crew takes, tells how far it is and yields the results in the items'
 * order. The crew is ended when all is done, or the caller wants no more.
 *
 * @param what the progress' name
 */
export async function* workThrough<Item, Result>(
  items: readonly Item[],
  crew: Pick<Crew<unknown, unknown>, "width" | "close">,
  what: string,
  work: (item: Item) => Promise<Result>,
  { signal, onProgress }: Pick<WorkOptions, "signal" | "onProgress">,
): AsyncGenerator<Result> {
  try {
    let done = 0;
    for await (const result of inOrder(items, crew.width, work)) {
      done += 1;
      onProgress?.({ what, done, total: items.length });
      signal?.throwIfAborted();
      yield result;
    }
  } finally {
    await crew.close();
  }
}
