/** What to do with a value; the signal is raised once nobody wants the result any more. */
export type Work<T, R> = (value: T, index: number, signal: AbortSignal) => Promise<R>;

/**
 * Works on the values of a stream, on at most `atOnce` of them at a time, and hands out the results in the stream's order,
 * each as soon as it is there: also while the stream is silent.
 *
 * @throws the signal's reason once it is raised; what the work throws; what the stream throws, after the results of the
 * values before
 */
export async function* inOrder<T, R>(stream: AsyncIterable<T> | Iterable<T>, atOnce: number, work: Work<T, R>, signal?: AbortSignal): AsyncGenerator<R, void, undefined> {
  signal?.throwIfAborted();
  const leaving = new AbortController();
  const stop = signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal]);
  const line: Line<R> = { slots: [], asking: false, wake: () => {} };
  const iterator = Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
  const onAbort = (): void => line.wake();
  signal?.addEventListener("abort", onAbort);
  let count = 0;
  const begin = (value: T): Slot<R> => fillSlot(line, work(value, count++, stop));
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (!line.asking && line.end === undefined && line.slots.length < atOnce) void askNext(line, iterator, begin, stop);
      const outcome = line.slots[0]?.outcome;
      if (outcome !== undefined) {
        line.slots.shift();
        if ("error" in outcome) throw outcome.error;
        yield outcome.result;
      } else if (line.end !== undefined && line.slots.length === 0) {
        if ("error" in line.end) throw line.end.error;
        return;
      } else {
        await new Promise<void>((resolve) => (line.wake = resolve));
      }
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    leaving.abort();
    if (line.end === undefined) {
      const closed = closeIterator(iterator);
      // A stream whose next value never comes would hold up the caller.
      if (!line.asking) await closed;
    }
  }
}

/** The place of a result that is there or still to come. */
interface Slot<R> {
  outcome?: { readonly result: R } | { readonly error: unknown };
}

/** Results from the oldest to the newest, and what is known of the stream. */
interface Line<R> {
  readonly slots: Slot<R>[];
  /** Whether the stream was asked for a value that has not come yet. */
  asking: boolean;
  /** Set when the stream has ended, or failed. */
  end?: { readonly error?: unknown };
  /** Called whenever something of this has changed. */
  wake: () => void;
}

async function askNext<T, R>(line: Line<R>, iterator: AsyncIterator<T> | Iterator<T>, begin: (value: T) => Slot<R>, stop: AbortSignal): Promise<void> {
  line.asking = true;
  try {
    const { done, value } = await iterator.next();
    if (done === true) line.end = {};
    else if (!stop.aborted) line.slots.push(begin(value));
  } catch (error) {
    line.end = { error };
  }
  line.asking = false;
  line.wake();
}

function fillSlot<R>(line: Line<R>, result: Promise<R>): Slot<R> {
  const slot: Slot<R> = {};
  void result
    .then(
      (result) => (slot.outcome = { result }),
      (error: unknown) => (slot.outcome = { error }),
    )
    .then(() => line.wake());
  return slot;
}

/** Who leaves early wants no error of the stream any more. */
async function closeIterator(iterator: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {}
}
