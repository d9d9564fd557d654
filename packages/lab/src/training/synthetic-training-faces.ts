import { alignFace, createPicture } from "fmpn";
import { synthesizeFace } from "../synth/synthesize-face.js";
import type { Expression } from "../datasets/expression-labels.js";
import { type TrainingFaces, storedSide } from "./training-faces.js";

/**
 * Synthetic faces as training data: each is taught its own true motion region.
 *
 * @param first index of the first face; subjects are consecutive indices, so ranges a multiple of the classes apart share none
 */
export function syntheticTrainingFaces(
  seed: number,
  first: number,
  count: number,
  size: number,
  classes: readonly Expression[],
): TrainingFaces {
  const side = storedSide(size);
  const margin = (side / size - 1) / 2;
  const pixels = new Uint8Array(count * side * side * 3);
  const labels = new Uint8Array(count);
  const masks: Uint8Array[] = [];
  for (let index = 0; index < count; index += 1) {
    const face = synthesizeFace(seed, first + index, { size });
    const region = createPicture(size, size, 1, Uint8ClampedArray.from(face.region, (value) => 255 * value));
    const options = { size: side, margin };
    pixels.set(alignFace(face.image, face.eyes, options).data, index * side * side * 3);
    masks.push(Uint8Array.from(alignFace(region, face.eyes, options).data));
    labels[index] = classes.indexOf(face.label);
  }
  return { count, side, pixels, labels, masks, maskOf: Uint32Array.from({ length: count }, (_, index) => index) };
}
