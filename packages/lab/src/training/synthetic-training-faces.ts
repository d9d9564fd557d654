import { alignFace } from "fmpn/faces";
import { createPicture } from "fmpn/pictures";
import { SYNTHETIC_EXPRESSIONS, synthesizeFace } from "../synth/synthesize-face.js";
import type { Expression } from "../datasets/expression-labels.js";
import { sharedBytes, storedMargin, storedSide, type TrainingFaces } from "./training-faces.js";

/**
 * Synthetic faces as training data: each is taught its own true motion region. Of the classes, those are drawn that can be.
 *
 * @param first index of the first face; subjects are consecutive indices, so ranges a multiple of the classes apart share none
 */
export function syntheticTrainingFaces(
  seed: number,
  first: number,
  count: number,
  size: number,
  classes: readonly Expression[],
  margin = 0,
): TrainingFaces {
  const [one, ...others] = SYNTHETIC_EXPRESSIONS.filter((label) => classes.includes(label));
  if (one === undefined) throw new Error(`synthetic faces show ${SYNTHETIC_EXPRESSIONS.join(", ")}: none of the recipe's classes ${classes.join(", ")}`);
  const side = storedSide(size);
  const pixels = sharedBytes(count * side * side * 3);
  const subjects: string[] = [];
  const labels = new Uint8Array(count);
  const masks: Uint8Array[] = [];
  for (let index = 0; index < count; index += 1) {
    const face = synthesizeFace(seed, first + index, { size: Math.max(size, 96), expressions: [one, ...others] });
    const region = createPicture(face.image.width, face.image.height, 1, Uint8ClampedArray.from(face.region, (value) => 255 * value));
    const options = { size: side, margin: storedMargin(size, margin) };
    pixels.set(alignFace(face.image, face.eyes, options).data, index * side * side * 3);
    masks.push(Uint8Array.from(alignFace(region, face.eyes, options).data));
    subjects.push(face.subject);
    labels[index] = classes.indexOf(face.label);
  }
  const maskOf = Uint32Array.from({ length: count }, (_, index) => index);
  return { count, side, pixels, labels, masks, maskOf, subjects, names: subjects.map((_, index) => `synthetic/${seed}/${first + index}`) };
}
