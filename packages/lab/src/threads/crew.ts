import { parentPort, type Transferable } from "node:worker_threads";
import { endThread, listen, startThread } from "@fmpn/graph/threads";

/** Threads that take jobs. */
export interface Crew<Job, Result> {
  /** How many jobs to keep in flight so that no thread waits. */
  readonly width: number;
  do(job: Job): Promise<Result>;
  /** Ends the threads; unfinished jobs fail. */
  close(): Promise<void>;
}

type Answer<Result> = { readonly id: number } & ({ readonly result: Result } | { readonly error: string });

/**
 * Starts `workers` threads; 0 does the work on the caller's own.
 *
 * @param entry the module that a thread runs; it calls {@link answerJobs}
 * @param work what the entry answers jobs with
 */
export function startCrew<Job, Result>(entry: URL, work: (job: Job) => Promise<Result>, workers: number): Crew<Job, Result> {
  if (workers === 0) return { width: 1, do: work, close: async () => {} };
  const waiting = new Map<number, { resolve: (result: Result) => void; reject: (error: Error) => void }>();
  const threads = Array.from({ length: workers }, () => {
    const thread = startThread(entry);
    thread.on("message", (answer: Answer<Result>) => {
      const job = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ("error" in answer) job?.reject(new Error(answer.error));
      else job?.resolve(answer.result);
    });
    thread.on("messageerror", failAll);
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
      await Promise.all(threads.map(endThread));
    },
  };
}

/** In a crew's thread: answers each job with its result or the reason why there is none. */
export function answerJobs<Job, Result>(work: (job: Job) => Promise<Result>, transferred: (result: Result) => readonly Transferable[]): void {
  listen(({ id, job }: { id: number; job: Job }) => {
    work(job)
      .then((result) => parentPort?.postMessage({ id, result }, transferred(result)))
      .catch((error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }));
  });
}
