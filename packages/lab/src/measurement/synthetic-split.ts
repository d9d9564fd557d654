import { alignFace, type Picture } from "fmpn/faces";
import type { FaceClassifier } from "../evaluation/face-classifier.js";
import type { Prediction, Predictions } from "../evaluation/prediction.js";
import { synthesizeFace, type SyntheticFace } from "../synth/synthesize-face.js";
import type { WorkOptions } from "../work.js";
import { sha256 } from "./sha256.js";
import { type DrawnSplit, pinSplit, type Split, type SplitPicture } from "./split.js";

/** Which synthetic faces make a split. People take turns in showing the classes: see `synthesizeFace`. */
export interface SyntheticSplit {
  readonly seed: number;
  readonly count: number;
  /** By default 0. */
  readonly first?: number | undefined;
  /** By default 96. */
  readonly size?: number | undefined;
}

/** What a model answered on a split, and what the split is. */
export interface SplitAnswers {
  readonly split: Split;
  readonly predictions: Predictions;
  /** Milliseconds from crop to answer. */
  readonly msPerImage: number;
}

/** A secret split is named without its seed. */
export interface MeasureOptions extends Pick<WorkOptions, "signal" | "onProgress"> {
  readonly secret?: boolean | undefined;
}

/**
 * Draws a synthetic split and asks a classifier about each face on the way: no file is needed, and a page has the same faces as
 * Node has. Crops rest on the true places of the eyes, so that the classifier alone is measured.
 */
export async function measureOnSynthetic(
  { seed, count, first = 0, size = 96 }: SyntheticSplit,
  classifier: Pick<FaceClassifier, "classes" | "size" | "margin" | "classify">,
  { secret = false, signal, onProgress }: MeasureOptions = {},
): Promise<SplitAnswers> {
  const pictures: SplitPicture[] = [];
  const faces: Prediction[] = [];
  let classifying = 0;
  for (let index = first; index < first + count; index += 1) {
    const face = synthesizeFace(seed, index, { size });
    pictures.push(await describeFace(face, index));
    const crop = alignFace(face.image, face.eyes, { size: classifier.size, margin: classifier.margin });
    const begun = performance.now();
    const { probabilities } = await classifier.classify(crop);
    classifying += performance.now() - begun;
    faces.push({ file: fileOf(index), truth: face.label, subject: face.subject, probabilities, faceFound: true });
    onProgress?.({ what: "measuring", done: index - first + 1, total: count });
    signal?.throwIfAborted();
  }
  const drawn: DrawnSplit = { generator: "fmpn-synthetic-1", seed, first, size };
  const split = await pinSplit(nameOf(drawn, count, secret), pictures, secret ? undefined : drawn);
  return { split, predictions: { classes: classifier.classes, faces }, msPerImage: classifying / Math.max(1, count) };
}

/** Pins a synthetic split without asking anyone. */
export async function pinSyntheticSplit({ seed, count, first = 0, size = 96 }: SyntheticSplit): Promise<Split> {
  const drawn: DrawnSplit = { generator: "fmpn-synthetic-1", seed, first, size };
  const pictures: SplitPicture[] = [];
  for (let index = first; index < first + count; index += 1) pictures.push(await describeFace(synthesizeFace(seed, index, { size }), index));
  return await pinSplit(nameOf(drawn, count, false), pictures, drawn);
}

function nameOf({ seed, first, size }: DrawnSplit, count: number, secret: boolean): string {
  if (secret) return `synthetic faces, secret seed, ${count} of ${size} px`;
  return `synthetic faces, seed ${seed}, ${first} to ${first + count - 1}, ${size} px`;
}

const fileOf = (index: number): string => `synthetic/${index}`;

async function describeFace({ image, label, subject }: SyntheticFace, index: number): Promise<SplitPicture> {
  return { file: fileOf(index), label, subject, sha256: await pixelsHash(image) };
}

/** SHA-256 of a picture that no file holds: `width height channels`, LF, then its pixels. */
export async function pixelsHash({ width, height, channels, data }: Picture): Promise<string> {
  const head = new TextEncoder().encode(`${width} ${height} ${channels}\n`);
  const bytes = new Uint8Array(head.length + data.length);
  bytes.set(head);
  bytes.set(data, head.length);
  return await sha256(bytes);
}
