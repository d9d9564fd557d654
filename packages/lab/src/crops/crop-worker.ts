import { parentPort } from "node:worker_threads";
import { type CropJob, doCropJob } from "./crop-job.js";

// The entry of a worker thread: answers each job with its result or the reason why there is none.
parentPort?.on("message", ({ id, job }: { id: number; job: CropJob }) => {
  doCropJob(job).then(
    (result) => {
      const transfer = "picture" in result ? [result.picture.data.buffer as ArrayBuffer] : [];
      parentPort?.postMessage({ id, result }, transfer);
    },
    (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
