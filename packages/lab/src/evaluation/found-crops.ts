import type { Picture } from "fmpn";
import { alignedCrops } from "../crops/aligned-crops.js";
import { startCropCrew } from "../crops/crop-crew.js";
import type { RelativeEyes } from "../crops/crop-job.js";
import { locateEyePositions, reasonOf, sourceOf } from "../crops/eye-positions.js";
import type { DataSet, Sample } from "../datasets/data-set.js";
import { partOf, type Shard } from "../shard.js";
import { workThrough } from "../threads/work-through.js";
import type { WorkOptions } from "../work.js";

export interface FoundCropsOptions extends WorkOptions {
  /** Side and margin of the crop, as the classifier wants it. */
  readonly size: number;
  readonly margin: number;
  /** Finds the face in the whole picture, as an application must, instead of trusting that there is one. */
  readonly detect?: boolean | undefined;
  /** Only this part of the samples; the median eyes are those of the whole set. */
  readonly shard?: Shard | undefined;
}

/** The crop of a sample and where its eyes are in the picture, or why there is none. */
export interface FoundCrop {
  readonly sample: Sample;
  /** RGB. Undefined, as the eyes are, where no face was found or the picture could not be read. */
  readonly crop?: Picture | undefined;
  readonly eyes?: RelativeEyes | undefined;
  /** Set where the picture could not be read. */
  readonly error?: string | undefined;
}

/** The crops of a data set's samples, and in how many pictures the eyes were not seen. */
export interface FoundCrops {
  readonly crops: AsyncIterable<FoundCrop>;
  /** Pictures whose crop rests on the set's median eyes. */
  readonly eyesUnseen: number;
}

/**
 * Cuts faces out of a data set, in its order. By default the picture is known to show a face: eyes as `locateEyePositions` finds
 * them, the set's median where it sees none. With `detect` nothing is known but the picture (and the box, where the manifest
 * states one, tells which face is meant): the largest face that the detector finds is taken, and none where it finds none.
 */
export async function foundCrops(dataSet: DataSet, options: FoundCropsOptions): Promise<FoundCrops> {
  if (options.detect) return { crops: detectedCrops(dataSet, options), eyesUnseen: 0 };
  const { samples } = dataSet;
  const positions = await locateEyePositions(dataSet, options);
  const indices = partOf([...samples.keys()], options.shard);
  const aligned = alignedCrops(dataSet, positions, indices, { ...options, channels: 3 });
  const unseen = new Set(positions.unseen);
  return { crops: knownCrops(samples, positions.eyes, aligned), eyesUnseen: indices.filter((index) => unseen.has(index)).length };
}

async function* knownCrops(samples: readonly Sample[], eyes: readonly (RelativeEyes | undefined)[], aligned: ReturnType<typeof alignedCrops>): AsyncGenerator<FoundCrop> {
  for await (const { index, picture, error } of aligned) yield { sample: samples[index], crop: picture, eyes: eyes[index], error };
}

async function* detectedCrops(dataSet: DataSet, { size, margin, workers = 2, shard, ...work }: FoundCropsOptions): AsyncGenerator<FoundCrop> {
  const samples = partOf(dataSet.samples, shard);
  const crew = startCropCrew(samples.length < 8 ? 0 : workers);
  const find = async (sample: Sample): Promise<FoundCrop> => {
    const source = sourceOf(dataSet, sample);
    try {
      const result = await crew.do({ kind: "face", source, size, margin, channels: 3 });
      return "eyes" in result ? { sample, crop: result.picture, eyes: result.eyes } : { sample };
    } catch (error) {
      return { sample, error: `${sample.file}: ${reasonOf(error, source)}` };
    }
  };
  yield* workThrough(samples, crew, `faces of ${dataSet.name}`, find, work);
}
