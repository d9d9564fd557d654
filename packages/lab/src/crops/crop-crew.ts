import { type Crew, startCrew } from "../threads/crew.js";
import { type CropJob, type CropResult, openCropBench } from "./crop-job.js";

/** Threads that decode, look for eyes and cut crops. */
export type CropCrew = Crew<CropJob, CropResult>;

/** Starts `workers` threads; 0 does the work on the caller's own. */
export function startCropCrew(workers: number): CropCrew {
  const bench = openCropBench();
  const crew = startCrew(new URL("./crop-worker.js", import.meta.url), bench.do, workers);
  return {
    ...crew,
    async close() {
      await crew.close();
      await bench.close();
    },
  };
}
