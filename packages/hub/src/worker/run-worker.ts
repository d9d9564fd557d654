import { randomBytes } from "node:crypto";
import os from "node:os";
import type { Database } from "../database/database.js";
import type { SplitFolders } from "../measure/measurable-split.js";
import { failMeasurement, measureJob } from "../measure/measure-job.js";
import { findRunner } from "../measure/open-strangers-model.js";
import { type JobQueue, openQueue } from "../queue/job-queue.js";
import { work } from "../queue/work.js";
import { openArtifactStore } from "../storage/open-artifact-store.js";
import type { MeasurePayload } from "../submissions/submit-model.js";
import { showSignsOfLife } from "./signs-of-life.js";

/** The queue of measurements: one that is given up fails by name. */
export function measuringQueue(database: Database, leaseMs?: number): JobQueue {
  return openQueue(database, { leaseMs, givenUp: (sql, { payload }, text) => failMeasurement(sql, (payload as MeasurePayload).measurement, "infrastructure", text) });
}

export interface WorkerOptions {
  /** Folder of artifacts, shared by all machines of the hub. */
  readonly artifacts: string;
  readonly folders?: SplitFolders | undefined;
  readonly signal: AbortSignal;
  readonly onFault?: ((error: unknown) => void) | undefined;
}

/** Measures what the queue holds until it's told to stop; as many workers as one likes, on as many machines. */
export async function runWorker(database: Database, { artifacts, folders, signal, onFault }: WorkerOptions): Promise<void> {
  const runner = await findRunner();
  const worker = `${os.hostname()} ${process.pid} ${randomBytes(3).toString("hex")}`;
  const signs = showSignsOfLife(database, worker, runner.isolation, signal);
  await work(measuringQueue(database), measureJob({ database, store: openArtifactStore(artifacts), runner, folders }), { worker, signal, onFault });
  await signs;
}
