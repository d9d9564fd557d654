import type { DataSet } from "../datasets/data-set.js";
import { alignedCrops, type CropOptions } from "./aligned-crops.js";
import type { EyePositions } from "./eye-positions.js";

/** How fast a data set is decoded and aligned, and whether memory grows on the way. */
export interface CropThroughput {
  readonly crops: number;
  readonly failures: readonly string[];
  readonly seconds: number;
  /** Resident memory in MB after each tenth of the samples: flat if the stream holds on to nothing. */
  readonly residentMb: readonly number[];
}

/** Streams all crops of a data set without keeping any. */
export async function measureCropThroughput(
  dataSet: DataSet,
  positions: EyePositions,
  options: CropOptions,
): Promise<CropThroughput> {
  const indices = dataSet.samples.map((_, i) => i);
  const failures: string[] = [];
  const residentMb: number[] = [];
  const started = performance.now();
  let done = 0;
  for await (const { error } of alignedCrops(dataSet, positions, indices, options)) {
    if (error !== undefined) failures.push(error);
    done++;
    if (Math.floor((done * 10) / indices.length) > residentMb.length) {
      residentMb.push(Math.round(process.memoryUsage.rss() / 1e6));
    }
  }
  return { crops: done - failures.length, failures, seconds: (performance.now() - started) / 1000, residentMb };
}
