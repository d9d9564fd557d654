import type { Picture } from "fmpn";
import type { DataSet } from "../datasets/data-set.js";
import { workThrough } from "../threads/work-through.js";
import type { WorkOptions } from "../work.js";
import { startCropCrew } from "./crop-crew.js";
import { type EyePositions, reasonOf, sourceOf } from "./eye-positions.js";

export interface CropOptions extends Omit<WorkOptions, "cache"> {
  /** Side of the square crop in pixels. */
  readonly size: number;
  /** What is added on each side of the paper's tight crop, as a part of its side (see `alignFace`). */
  readonly margin?: number | undefined;
  readonly channels?: 1 | 3 | undefined;
}

/** One crop of the stream, or why there is none. */
export interface AlignedCrop {
  /** Index of the sample in the data set. */
  readonly index: number;
  readonly picture?: Picture | undefined;
  /** `happy/1.jpg: has zero bytes` */
  readonly error?: string | undefined;
}

/**
 * Decodes and aligns samples in worker threads and yields the crops in the order asked for. Memory stays flat however
 * many there are: only a few crops are under way at a time. A picture that cannot be read yields its reason.
 *
 * @param indices which samples, by their index
 */
export async function* alignedCrops(
  dataSet: DataSet,
  positions: EyePositions,
  indices: readonly number[],
  options: CropOptions,
): AsyncGenerator<AlignedCrop> {
  const { size, margin = 0, channels = 1, workers = 2 } = options;
  const unread = new Map(positions.unreadable.map(({ file, reason }) => [file, reason]));
  const crew = startCropCrew(indices.length < 8 ? 0 : workers);
  const cut = async (index: number): Promise<AlignedCrop> => {
    const sample = dataSet.samples[index];
    const eyes = positions.eyes[index];
    if (!sample) return { index, error: `${index}: there is no such sample` };
    if (!eyes) return { index, error: `${sample.file}: ${unread.get(sample.file) ?? "no eyes were seen in it, nor in any other picture of the set"}` };
    const source = sourceOf(dataSet, sample);
    try {
      const result = await crew.do({ kind: "crop", source, eyes, size, margin, channels });
      return "picture" in result ? { index, picture: result.picture } : { index, error: `${sample.file}: no crop` };
    } catch (error) {
      return { index, error: `${sample.file}: ${reasonOf(error, source)}` };
    }
  };
  yield* workThrough(indices, crew, `faces of ${dataSet.name}`, cut, options);
}
