import { endThread, startThread } from "@fmpn/graph/threads";
import { type Batch, batchDrawer, type StageName } from "./draw-batch.js";
import type { Recipe } from "./recipe.js";
import type { TrainingFaces } from "./training-faces.js";

/** Threads that draw batches ahead of the engine. */
export interface BatchCrew {
  /** The batch of a step; the following ones are begun. */
  take(step: number): Promise<Batch>;
  close(): Promise<void>;
}

/** How many batches each thread is ahead. */
const AHEAD = 2;

/**
 * Starts threads that draw batches for the steps up to `steps`.
 *
 * @param workers 0 draws on the caller's own thread when asked
 */
export function startBatchCrew(stage: StageName, faces: TrainingFaces, recipe: Recipe, steps: number, workers: number): BatchCrew {
  if (workers === 0) {
    const draw = batchDrawer(stage, faces, recipe);
    return { take: async (step) => draw(step), close: async () => {} };
  }
  const drawn = new Map<number, PromiseWithResolvers<Batch>>();
  const fail = (error: unknown): void => {
    for (const { reject } of drawn.values()) reject(error);
  };
  const threads = Array.from({ length: workers }, () => {
    const thread = startThread(new URL("./batch-worker.js", import.meta.url), { stage, faces, recipe });
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
