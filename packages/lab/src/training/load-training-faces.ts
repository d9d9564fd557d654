import { createPicture, type Picture, toGray } from "fmpn/pictures";
import { storedCrops } from "../crops/stored-crops.js";
import type { DataSet } from "../datasets/data-set.js";
import type { Expression } from "../datasets/expression-labels.js";
import { facePairs } from "../prior/face-pairs.js";
import { motionLevel } from "../prior/motion-prior.js";
import { pairDifference } from "../prior/pair-difference.js";
import type { WorkOptions } from "../work.js";
import { type Recipe, settingsOf } from "../plans/recipe.js";
import { sharedBytes, storedMargin, storedSide, type TrainingFaces } from "./training-faces.js";

export interface LoadOptions extends WorkOptions {
  /** Which samples, by index; by default all. Those of other classes than the recipe's are left out in any case. */
  readonly indices?: readonly number[] | undefined;
  /** Called with the reason for which a sample is left out, and its file. */
  readonly onLeftOut?: ((reason: string, file: string) => void) | undefined;
}

/**
 * The faces of a data set as training wants them: aligned, cut with a border, in memory.
 *
 * @param masks the mask of each of the recipe's classes, with side `storedSide(size)`; blank where a class has none
 * @throws Error where hardly a picture can be read
 */
export async function loadTrainingFaces(dataSet: DataSet, recipe: Recipe, masks: readonly Picture[], options: LoadOptions = {}): Promise<TrainingFaces> {
  const { size } = settingsOf(recipe);
  const side = storedSide(size);
  const crops = await storedCrops(dataSet, side, storedMargin(size, recipe.margin), options);
  const candidates = options.indices ?? dataSet.samples.map((_, index) => index);
  const chosen = candidates.filter((index) => {
    const label = dataSet.samples[index]?.label;
    const reason = label === undefined || !recipe.classes.includes(label) ? `${label ?? "none"}, which the recipe's classes lack` : crops.present[index] !== 1 ? (crops.unread.get(index) ?? "unreadable") : undefined;
    if (reason !== undefined) options.onLeftOut?.(reason, dataSet.samples[index]?.file ?? "");
    return reason === undefined;
  });
  const each = side * side * 3;
  const pixels = sharedBytes(chosen.length * each);
  chosen.forEach((index, row) => pixels.set(crops.pixels.subarray(index * each, (index + 1) * each), row * each));
  const labelOf = (index: number): number => recipe.classes.indexOf(dataSet.samples[index]?.label as Expression);
  const stated = recipe.distillation > 0 ? statedDistributions(dataSet, chosen, recipe.classes) : undefined;
  const neutralOf = recipe.augmentation.weaken > 0 || recipe.motion === "face" ? neutralRows(dataSet, chosen) : undefined;
  const own = recipe.motion === "face" && recipe.prior !== "none" ? ownMotion(pixels, side, neutralOf ?? new Int32Array()) : [];
  const maskOf = Uint32Array.from(chosen, labelOf);
  own.forEach(({ row }, index) => (maskOf[row] = masks.length + index));
  return {
    ...(neutralOf ? { neutralOf } : {}),
    count: chosen.length,
    side,
    pixels,
    labels: Uint8Array.from(chosen, labelOf),
    masks: [...masks.map(({ data }) => Uint8Array.from(data)), ...own.map(({ mask }) => mask)],
    maskOf,
    stated,
    names: chosen.map((index) => `${dataSet.name}/${dataSet.samples[index]?.file ?? ""}`),
    subjects: chosen.map((index) => dataSet.samples[index]?.subject),
  };
}

/** Which of the chosen faces is the neutral one of each, as a row among them; −1 where none is. */
function neutralRows({ samples }: DataSet, chosen: readonly number[]): Int32Array {
  // Pairs among the chosen alone: a person's other neutral face serves where one is missing.
  const pairs = facePairs(chosen.flatMap((index) => samples[index] ?? []));
  const neutralOf = new Int32Array(chosen.length).fill(-1);
  for (const { expressive, neutral } of pairs) neutralOf[expressive] = neutral;
  return neutralOf;
}

/** Where each face that has its neutral one moved from it: see {@link pairDifference}, as mask levels. */
function ownMotion(pixels: Uint8Array, side: number, neutralOf: Int32Array): { readonly row: number; readonly mask: Uint8Array }[] {
  const each = side * side * 3;
  const gray = (row: number): Picture => toGray(createPicture(side, side, 3, Uint8ClampedArray.from(pixels.subarray(row * each, (row + 1) * each))));
  return [...neutralOf.entries()].flatMap(([row, neutral]) => {
    if (neutral < 0) return [];
    return [{ row, mask: pairDifference(gray(neutral), gray(row)).map(motionLevel) }];
  });
}

/** The order of the counts in the column `votes` (FER+; the last two are "unknown" and "no face"). */
const voteOrder = ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt"] as const;

/** How people's votes were shared out among the recipe's classes, where the manifest counts them. */
function statedDistributions({ samples }: DataSet, chosen: readonly number[], classes: readonly Expression[]): Float32Array | undefined {
  if (!samples.some(({ columns }) => columns["votes"])) return undefined;
  const stated = new Float32Array(chosen.length * classes.length);
  chosen.forEach((index, row) => {
    const votes = (samples[index]?.columns["votes"] ?? "").split(" ").map(Number);
    const counts = classes.map((label) => votes[voteOrder.indexOf(label as (typeof voteOrder)[number])] ?? 0);
    const all = counts.reduce((a, b) => a + b, 0);
    if (all > 0) stated.set(counts.map((count) => count / all), row * classes.length);
  });
  return stated;
}
