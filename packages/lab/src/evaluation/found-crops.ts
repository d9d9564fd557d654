import path from "node:path";
import { alignFace, decodeImage, type Face, openFaceDetector, type Picture } from "fmpn";
import { alignedCrops } from "../crops/aligned-crops.js";
import { locateEyePositions } from "../crops/eye-positions.js";
import type { DataSet, FaceBox, Sample } from "../datasets/data-set.js";

export interface FoundCropsOptions {
  /** Side and margin of the crop, as the classifier wants it. */
  readonly size: number;
  readonly margin: number;
  /** Finds the face in the whole picture, as an application must, instead of trusting that there is one. */
  readonly detect?: boolean;
  readonly workers?: number;
  /** Where eye positions are kept; see `locateEyePositions`. */
  readonly cache?: string | false;
  readonly onProgress?: (what: "eyes" | "faces", done: number, total: number) => void;
}

/** The crop of a sample, or why there is none. */
export interface FoundCrop {
  readonly sample: Sample;
  /** RGB. Undefined where no face was found or the picture could not be read. */
  readonly crop?: Picture | undefined;
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
  const { size, margin, detect = false, workers = 2, cache, onProgress } = options;
  const { samples } = dataSet;
  const onCrop = (done: number): void => onProgress?.("faces", done, samples.length);
  if (detect) return { crops: detectedCrops(dataSet, { size, margin }, onCrop), eyesUnseen: 0 };
  const positions = await locateEyePositions(dataSet, {
    workers,
    ...(cache === undefined ? {} : { cache }),
    onProgress: (done, total) => onProgress?.("eyes", done, total),
  });
  const aligned = alignedCrops(dataSet, positions, [...samples.keys()], { size, margin, channels: 3, workers, onProgress: onCrop });
  return { crops: knownCrops(samples, aligned), eyesUnseen: positions.unseen.length };
}

async function* knownCrops(samples: readonly Sample[], aligned: ReturnType<typeof alignedCrops>): AsyncGenerator<FoundCrop> {
  for await (const { index, picture, error } of aligned) yield { sample: samples[index], crop: picture, error };
}

async function* detectedCrops(
  { root, samples }: DataSet,
  options: { readonly size: number; readonly margin: number },
  onCrop: (done: number) => void,
): AsyncGenerator<FoundCrop> {
  const detector = await openFaceDetector();
  for (const [index, sample] of samples.entries()) {
    yield await detectOne(sample);
    onCrop(index + 1);
  }

  async function detectOne(sample: Sample): Promise<FoundCrop> {
    try {
      const picture = sample.pixels
        ? { ...sample.pixels, channels: 1 as const, data: Uint8ClampedArray.from(sample.pixels.data) }
        : await decodeImage(path.join(root, sample.file));
      const face = meantFace(await detector.detect(picture), sample.box);
      return face ? { sample, crop: alignFace(picture, face.eyes, options) } : { sample };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { sample, error: reason.includes(sample.file) ? reason : `${sample.file}: ${reason}` };
    }
  }
}

/** The largest face; with a stated box, the one whose middle lies in it, nearest to its middle. */
export function meantFace(faces: readonly Face[], box: FaceBox | undefined): Face | undefined {
  if (!box) return [...faces].sort((a, b) => b.box.width - a.box.width)[0];
  const offset = (face: Face): number => {
    const x = (face.box.x + face.box.width / 2 - box.x) / box.width - 0.5;
    const y = (face.box.y + face.box.height / 2 - box.y) / box.height - 0.5;
    return Math.max(Math.abs(x), Math.abs(y));
  };
  return faces.filter((face) => offset(face) < 0.5).sort((a, b) => offset(a) - offset(b))[0];
}
