import { createPicture, type Picture, scaling, warp } from "fmpn/pictures";
import type { FaceClassifier } from "../evaluation/face-classifier.js";
import type { WorkOptions } from "../work.js";
import { type Recipe, settingsOf } from "../plans/recipe.js";
import { openTeacherAnswers } from "./teacher-answers.js";
import { hasOwnMotion, storedMargin, type TrainingFaces } from "./training-faces.js";

/**
 * The faces with the mean of teachers' answers as the distributions stated for them (Hinton et al. 2015), where people stated
 * none: what the recipe's `distillation` mixes into the labels. Each teacher's answers p are shared among the classes that it
 * and the recipe have in common, and the mean is softened to p^(1/T), T the recipe's `temperature`. A label to which the
 * teachers give less than the recipe's `doubt` is replaced by their answer.
 *
 * @param teachers each sees the faces as its training did: the stored crop cut to its margin
 * @throws Error if the recipe leaves a teacher no say, or has no class in common with one
 */
export async function teach(faces: TrainingFaces, teachers: readonly FaceClassifier[], recipe: Recipe, { cache, signal, onProgress }: Omit<WorkOptions, "workers"> = {}): Promise<TrainingFaces> {
  const { classes, distillation, temperature, doubt } = recipe;
  if (distillation === 0) throw new Error("The recipe's distillation is 0, so that a teacher has no say; --set distillation=0.5 mixes its answers half and half with the labels");
  const stated = faces.stated?.slice() ?? new Float32Array(faces.count * classes.length);
  const asked = Array.from({ length: faces.count }, (_, index) => index).filter((index) => stated.subarray(index * classes.length, (index + 1) * classes.length).every((share) => share === 0));
  const sums = new Float64Array(stated.length);
  for (const [index, teacher] of teachers.entries()) {
    await addAnswers(sums, faces, asked, teacher, recipe, cache, (done) => {
      onProgress?.({ what: "asking the teachers", done: index * asked.length + done, total: teachers.length * asked.length });
      signal?.throwIfAborted();
    });
  }
  const labels = faces.labels.slice();
  const maskOf = faces.maskOf.slice();
  for (const index of asked) {
    const first = index * classes.length;
    const mean = shares(sums.subarray(first, first + classes.length));
    // Teachers that are sure of a class that the recipe lacks have nothing to say.
    if (mean === undefined) continue;
    stated.set(shares(mean.map((share) => share ** (1 / temperature))) ?? [], first);
    const label = labels[index] ?? 0;
    if ((mean[label] ?? 0) >= doubt) continue;
    labels[index] = mean.indexOf(Math.max(...mean));
    // A class's mask lies as far from another's as their numbers do; a face's own motion stays.
    if (!hasOwnMotion(faces, recipe, index)) maskOf[index] = (maskOf[index] ?? 0) + (labels[index] ?? 0) - label;
  }
  return { ...faces, labels, maskOf, stated };
}

/** Adds a teacher's answers for the faces that it is asked about, as shares of the recipe's classes. */
async function addAnswers(
  sums: Float64Array,
  faces: TrainingFaces,
  asked: readonly number[],
  teacher: FaceClassifier,
  recipe: Recipe,
  cache: string | false | undefined,
  onDone: (done: number) => void,
): Promise<void> {
  const { classes } = recipe;
  const columns = classes.map((name) => teacher.classes.indexOf(name));
  if (columns.every((column) => column < 0)) {
    throw new Error(`${teacher.model.file} knows ${teacher.classes.join(", ")}: none of the recipe's classes ${classes.join(", ")}`);
  }
  const answers = await openTeacherAnswers(teacher, cache);
  for (const [done, index] of asked.entries()) {
    const view = viewOf(faces, index, recipe, teacher);
    const probabilities = await answers.of(view.data, async () => (await teacher.classify(view)).probabilities);
    const answer = shares(Float64Array.from(columns, (column) => (column < 0 ? 0 : (probabilities[column] ?? 0))));
    answer?.forEach((share, k) => (sums[index * classes.length + k] = (sums[index * classes.length + k] ?? 0) + share));
    onDone(done + 1);
  }
  await answers.save();
}

/** Values as shares of their sum; undefined where all are 0. */
function shares(values: Float64Array): Float64Array | undefined {
  const total = values.reduce((sum, value) => sum + value, 0);
  return total > 0 ? values.map((value) => value / total) : undefined;
}

/** A face as a classifier wants it: the stored crop shows 1 + 2·margin sides of the tight crop, the classifier 1 + 2·its margin of them. */
export function viewOf({ pixels, side }: TrainingFaces, index: number, recipe: Recipe, teacher: Pick<FaceClassifier, "size" | "margin">): Picture {
  const margin = storedMargin(settingsOf(recipe).size, recipe.margin);
  const each = side * side * 3;
  const crop = createPicture(side, side, 3, new Uint8ClampedArray(pixels.slice(index * each, (index + 1) * each)));
  const shown = (side * (1 + 2 * teacher.margin)) / (1 + 2 * margin);
  const scale = teacher.size / shown;
  const offset = (-scale * (side - shown)) / 2;
  return warp(crop, scaling(scale, offset, offset), teacher.size, teacher.size);
}
