import { createPicture, type Picture, scaling, warp } from "fmpn";
import type { FaceClassifier } from "../evaluation/face-classifier.js";
import { type Recipe, settingsOf } from "./recipe.js";
import { storedMargin, type TrainingFaces } from "./training-faces.js";

/**
 * The faces with a teacher's answers as the distributions stated for them (Hinton et al. 2015), in place of any others: what
 * the recipe's `distillation` mixes into the labels. The answers p are softened to p^(1/T), T the recipe's `temperature`,
 * and shared among the classes that teacher and recipe have in common.
 *
 * @param teacher sees each face as its training did: the stored crop cut to the teacher's margin
 * @throws Error if the recipe leaves a teacher no say, or the two have no class in common
 */
export async function teach(faces: TrainingFaces, teacher: FaceClassifier, recipe: Recipe, onProgress?: (done: number, total: number) => void): Promise<TrainingFaces> {
  const { classes, distillation, temperature } = recipe;
  if (distillation === 0) throw new Error("The recipe's distillation is 0, so that a teacher has no say; --set distillation=0.5 mixes its answers half and half with the labels");
  const columns = classes.map((name) => teacher.classes.indexOf(name));
  if (columns.every((column) => column < 0)) {
    throw new Error(`${teacher.model.file} knows ${teacher.classes.join(", ")}: none of the recipe's classes ${classes.join(", ")}`);
  }
  const margin = storedMargin(settingsOf(recipe).size, recipe.margin);
  const stated = new Float32Array(faces.count * classes.length);
  for (let index = 0; index < faces.count; index += 1) {
    const { probabilities } = await teacher.classify(viewOf(faces, index, margin, teacher));
    const shares = columns.map((column) => (column < 0 ? 0 : (probabilities[column] ?? 0) ** (1 / temperature)));
    const total = shares.reduce((sum, share) => sum + share, 0);
    // A teacher that is sure of a class that the recipe lacks has nothing to say.
    if (total > 0) stated.set(shares.map((share) => share / total), index * classes.length);
    onProgress?.(index + 1, faces.count);
  }
  return { ...faces, stated };
}

/** The stored crop shows 1 + 2·margin sides of the tight crop, the teacher wants 1 + 2·its margin of them. */
function viewOf({ pixels, side }: TrainingFaces, index: number, margin: number, teacher: FaceClassifier): Picture {
  const each = side * side * 3;
  const crop = createPicture(side, side, 3, new Uint8ClampedArray(pixels.slice(index * each, (index + 1) * each)));
  const shown = (side * (1 + 2 * teacher.margin)) / (1 + 2 * margin);
  const scale = teacher.size / shown;
  const offset = (-scale * (side - shown)) / 2;
  return warp(crop, scaling(scale, offset, offset), teacher.size, teacher.size);
}
