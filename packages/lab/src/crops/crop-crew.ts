import { Worker } from "node:worker_threads";
import { type CropJob, type CropResult, doCropJob } from "./crop-job.js";

/** Threads that decode, look for eyes and cut crops. */
export interface CropCrew {
  /** How many jobs to keep in flight so that no thread waits. */
  readonly width: number;
  do(job: CropJob): Promise<CropResult>;
  /** Ends the threads; unfinished jobs fail. */
  close(): Promise<void>;
}

interface Answer {
  readonly id: number;
  readonly result?: CropResult;
  readonly error?: string;
}

/** Starts `workers` threads; 0 does the work on the caller's own. */
export function startCropCrew(workers: number): CropCrew {
  if (workers === 0) return { width: 1, do: doCropJob, close: async () => {} };
  const waiting = new Map<number, { resolve: (result: CropResult) => void; reject: (error: Error) => void }>();
  const threads = Array.from({ length: workers }, () => {
    const thread = new Worker(new URL("./crop-worker.js", import.meta.url));
    thread.on("message", ({ id, result, error }: Answer) => {
      const job = waiting.get(id);
      waiting.delete(id);
      if (result) job?.resolve(result);
      else job?.reject(new Error(error ?? "a worker thread gave no answer"));
    });
    thread.on("error", failAll);
    thread.on("exit", () => failAll(new Error("a worker thread ended early")));
    return thread;
  });
  let next = 0;
  let failure: Error | undefined;
  function failAll(error: unknown): void {
    failure ??= error instanceof Error ? error : new Error(String(error));
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  }
  return {
    width: workers * 3,
    do: async (job) =>
      await new Promise((resolve, reject) => {
        // A job posted to a thread that is gone would wait for ever.
        if (failure) return reject(failure);
        const id = next++;
        waiting.set(id, { resolve, reject });
        return threads[id % workers]?.postMessage({ id, job });
      }),
    close: async () => {
      await Promise.all(threads.map(async (thread) => await thread.terminate()));
    },
  };
}
