import { endThread, startThread } from "@fmpn/graph/threads";

/** Threads that draw what the steps of a training are fed with, ahead of the engine. */
export interface StepsAhead<Batch> {
  /** The batch of a step; the following ones are begun. */
  take(step: number): Promise<Batch>;
  close(): Promise<void>;
}

/** How many batches each thread is ahead. */
const AHEAD = 2;

/**
 * Starts threads that draw batches for the steps up to `steps`.
 *
 * @param entry the module that a thread runs: it answers a step's number with `{step, batch}`
 * @param workerData what the entry draws from
 * @param workers 0 draws on the caller's own thread when asked
 * @param drawHere what draws there
 */
export function drawAhead<Batch>(entry: URL, workerData: unknown, steps: number, workers: number, drawHere: () => (step: number) => Batch): StepsAhead<Batch> {
  if (workers === 0) {
    const draw = drawHere();
    return { take: async (step) => draw(step), close: async () => {} };
  }
  const drawn = new Map<number, PromiseWithResolvers<Batch>>();
  const fail = (error: unknown): void => {
    for (const { reject } of drawn.values()) reject(error);
  };
  const threads = Array.from({ length: workers }, () => {
    const thread = startThread(entry, workerData);
    thread.on("message", ({ step, batch }: { step: number; batch: Batch }) => drawn.get(step)?.resolve(batch));
    thread.on("error", fail);
    return thread;
  });
  const begin = (step: number): void => {
    if (step >= steps || drawn.has(step)) return;
    const waiting = withResolvers<Batch>();
    waiting.promise.catch(() => {});
    drawn.set(step, waiting);
    threads[step % workers]?.postMessage(step);
  };
  return {
    async take(step) {
      for (let ahead = step; ahead <= step + AHEAD * workers; ahead += 1) begin(ahead);
      const batch = await drawn.get(step)?.promise;
      drawn.delete(step);
      if (batch === undefined) throw new Error(`Step ${step} lies beyond the ${steps} that batches are drawn for.`);
      return batch;
    },
    async close() {
      await Promise.all(threads.map(endThread));
    },
  };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
