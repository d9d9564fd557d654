import type { ClaimedJob, Ending, JobQueue, WriteEnding } from "./job-queue.js";

/** What a job brought: how it ended and what is to be written with its end. */
export interface JobOutcome {
  readonly ending: Ending;
  readonly write?: WriteEnding | undefined;
}

/** Does one job. Errors that it throws are the hub's own: the job is tried again, by this worker or another. */
export type DoJob = (job: ClaimedJob, context: { readonly signal: AbortSignal; readonly tell: (progress: unknown) => void }) => Promise<JobOutcome>;

export interface WorkOptions {
  /** Names this worker, unlike any other: machine and process. */
  readonly worker: string;
  /** Ends the work: the job at hand is given back. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at an empty queue. */
  readonly pauseMs?: number | undefined;
  /** Milliseconds between two signs of life: a third of the queue's lease. */
  readonly renewMs?: number | undefined;
  /** Told of faults that are not a job's: the database is out of reach, say. */
  readonly onFault?: ((error: unknown) => void) | undefined;
}

/** Takes jobs and does them, one after the other, until it's told to stop. Outlives a database that goes away for a while. */
export async function work(queue: JobQueue, doJob: DoJob, { worker, signal, pauseMs = 1000, renewMs = 20_000, onFault }: WorkOptions): Promise<void> {
  while (!signal.aborted) {
    try {
      const job = await queue.claim(worker);
      if (job === undefined) await pause(pauseMs, signal);
      else await doOne(queue, job, doJob, signal, renewMs);
    } catch (error) {
      onFault?.(error);
      await pause(pauseMs, signal);
    }
  }
}

async function doOne(queue: JobQueue, job: ClaimedJob, doJob: DoJob, stop: AbortSignal, renewMs: number): Promise<void> {
  const lost = new AbortController();
  let progress: unknown;
  const renew = async (): Promise<void> => {
    // Out of reach is not lost: what the job brings is refused in the end if someone else has taken it meanwhile.
    const kept = await queue.renew(job, progress).catch(() => true);
    if (!kept) lost.abort(new Error("another worker has taken the job"));
  };
  const timer = setInterval(() => void renew(), renewMs);
  const signal = AbortSignal.any([stop, lost.signal]);
  try {
    const { ending, write } = await doJob(job, { signal, tell: (said) => (progress = said) });
    await patiently(() => queue.settle(job, ending, write), lost.signal);
  } catch (error) {
    if (lost.signal.aborted) return;
    if (stop.aborted) await queue.giveBack(job);
    // Not given back: it counts as an attempt, and the lease's end is a pause before the next.
    else throw error;
  } finally {
    clearInterval(timer);
  }
}

/** What was measured is not thrown away because the database restarts. */
async function patiently<T>(write: () => Promise<T>, lost: AbortSignal): Promise<T> {
  for (let wait = 500; ; wait *= 2) {
    try {
      return await write();
    } catch (error) {
      if (wait > 8000 || lost.aborted) throw error;
      await pause(wait, lost);
    }
  }
}

/** Ends early, without an error, where the signal comes. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal.aborted) done();
    else signal.addEventListener("abort", done);
  });
}
