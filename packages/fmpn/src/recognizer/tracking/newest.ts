/** What was newest when the taker was ready for it. */
export interface Newest<T> {
  readonly value: T;
  /** When it came, in seconds of `performance.now()`. */
  readonly arrival: number;
  /** How many came and went unseen before it. */
  readonly dropped: number;
}

/**
 * Reads a stream as fast as it comes and hands out the newest value whenever the taker is ready; older ones that were
 * not taken are dropped. The last value is never dropped.
 *
 * @throws the signal's reason once it is raised; what the stream throws
 */
export async function* newest<T>(stream: AsyncIterable<T> | Iterable<T>, signal?: AbortSignal): AsyncGenerator<Newest<T>, void, undefined> {
  const iterator = Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
  const inbox: Inbox<T> = { leaving: false, wake: () => {} };
  const onAbort = (): void => inbox.wake();
  signal?.addEventListener("abort", onAbort);
  void fill(inbox, iterator);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { waiting, end } = inbox;
      if (waiting !== undefined) {
        delete inbox.waiting;
        yield waiting;
      } else if (end === undefined) {
        await new Promise<void>((resolve) => (inbox.wake = resolve));
      } else {
        if ("error" in end) throw end.error;
        return;
      }
    }
  } finally {
    inbox.leaving = true;
    signal?.removeEventListener("abort", onAbort);
    // Not awaited: a stream whose next value never comes would hold up the caller.
    Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

interface Inbox<T> {
  waiting?: Newest<T>;
  /** Set when the stream has ended, or failed. */
  end?: { readonly error?: unknown };
  /** Whether the taker has left. */
  leaving: boolean;
  wake: () => void;
}

async function fill<T>(inbox: Inbox<T>, iterator: AsyncIterator<T> | Iterator<T>): Promise<void> {
  try {
    while (!inbox.leaving) {
      const { done, value } = await iterator.next();
      if (done === true) break;
      const { waiting } = inbox;
      inbox.waiting = { value, arrival: performance.now() / 1000, dropped: waiting === undefined ? 0 : waiting.dropped + 1 };
      inbox.wake();
      // A stream that always has a next value at hand would let nobody else run.
      await new Promise((resolve) => setTimeout(resolve));
    }
    inbox.end = {};
  } catch (error) {
    inbox.end = { error };
  }
  inbox.wake();
}
