import { createPicture, type Picture } from "fmpn/pictures";
import { addDifference, addPicture, meanOf, motionMask, normalizePair } from "fmpn/prior";
import { alignedCrops } from "../crops/aligned-crops.js";
import type { EyePositions } from "../crops/eye-positions.js";
import type { DataSet } from "../datasets/data-set.js";
import { EXPRESSIONS, type Expression } from "../datasets/expression-labels.js";
import type { Fold } from "../folds/fold.js";
import type { Progress, WorkOptions } from "../work.js";
import { type FacePair, facePairs } from "./face-pairs.js";
import { type GroupedSums, groupSums } from "./grouped-sums.js";

export interface PriorOptions extends Omit<WorkOptions, "cache"> {
  /** Side of the masks in pixels; the published ones have 70 (CK+) and 81 (MMI). */
  readonly size?: number | undefined;
  readonly margin?: number | undefined;
  /**
   * - `pairs`: the paper's way, |expressive − neutral| of the same person, averaged over pairs;
   * - `means`: for sets without a person's neutral face, |mean of the class − mean of the neutral faces|;
   * - `auto` (default): `pairs` where every expression has at least one pair, else `means`.
   */
  readonly method?: "auto" | "pairs" | "means" | undefined;
  /**
   * `equalized` (default): histograms equalised, as the authors did, and the neutral mask that of all movements. `motion`: grey
   * levels of movement (see `motionLevel`), so that more motion is brighter and the neutral mask is dark.
   */
  readonly levels?: "equalized" | "motion" | undefined;
}

/** A class's mask in one fold and how many pairs (or pictures of the class) it was made of. */
export interface ClassMask {
  readonly label: Expression;
  readonly mask: Picture;
  readonly count: number;
}

/** The masks of one fold, made of its training samples only. */
export interface FoldMasks {
  readonly fold: string;
  readonly masks: readonly ClassMask[];
}

export interface MotionPrior {
  readonly size: number;
  readonly margin: number;
  readonly method: "pairs" | "means";
  readonly folds: readonly FoldMasks[];
  /** Pictures that could not be used, with the reason. */
  readonly failures: readonly string[];
}

/**
 * Makes the motion-mask prior of a data set (paper, Section III): for each fold and class the mean absolute difference
 * between aligned expressive and neutral faces of the fold's **training** samples, its histogram equalised.
 *
 * The neutral class has no movement of its own. Its mask is made of the unweighted mean over all expressions'
 * differences: to see that a face is neutral, one has to look wherever an expression could have moved it.
 *
 * @param folds by default one fold "all" of every sample
 * @throws Error where a method's faces are missing: no pair at all, or no neutral face.
 */
export async function buildMotionPrior(
  dataSet: DataSet,
  positions: EyePositions,
  folds: readonly Fold[] = [{ name: "all", train: dataSet.samples.map((_, i) => i), test: [] }],
  options: PriorOptions = {},
): Promise<MotionPrior> {
  const { size = 70, margin = 0 } = options;
  const { method, pairs, moving } = chooseMethod(dataSet, options.method);

  const sums = groupSums(folds, dataSet.samples.length, size * size);
  const failures =
    method === "pairs"
      ? await sumDifferences(dataSet, positions, pairs, sums, options)
      : await sumFaces(dataSet, positions, sums, options);
  return {
    size,
    margin,
    method,
    failures,
    folds: folds.map(({ name }, fold) => ({ fold: name, masks: foldMasks(sums, fold, moving, method, size, options.levels ?? "equalized") })),
  };
}

/** How the masks of a data set can be made. @throws Error where faces are missing that the method wants, saying what helps */
export function chooseMethod({ name, samples }: DataSet, wanted: PriorOptions["method"] = "auto"): MethodChoice {
  const present = EXPRESSIONS.filter((label) => samples.some((sample) => sample.label === label));
  const moving = present.filter((label) => label !== "neutral");
  const pairs = facePairs(samples);
  const paired = new Set(pairs.map(({ expressive }) => samples[expressive]?.label));
  const auto = moving.every((label) => paired.has(label)) ? "pairs" : "means";
  const method = wanted === "auto" ? auto : wanted;
  if (moving.length === 0) throw new Error(`${name} has no expressive faces that motion masks could be made of; take those of another set (--masks DATA of fmpn train)`);
  if (method === "pairs" && pairs.length === 0) {
    throw new Error(`${name} has no pair of a neutral and an expressive face of one person; use the method "means" (--method means of fmpn prior)`);
  }
  if (method === "means" && !present.includes("neutral")) {
    throw new Error(`${name} has no neutral faces that motion masks could be made with; take those of another set (--masks DATA of fmpn train), or train without a prior (--set prior=none)`);
  }
  return { method, pairs, moving };
}

interface MethodChoice {
  readonly method: "pairs" | "means";
  readonly pairs: readonly FacePair[];
  /** The expressions that the set has, without the neutral face. */
  readonly moving: readonly Expression[];
}

async function sumDifferences(
  dataSet: DataSet,
  positions: EyePositions,
  pairs: readonly { expressive: number; neutral: number }[],
  sums: GroupedSums,
  options: PriorOptions,
): Promise<string[]> {
  const failures: string[] = [];
  const crop = { ...options, size: options.size ?? 70 };
  const neutralIndices = [...new Set(pairs.map(({ neutral }) => neutral))];
  const total = neutralIndices.length + pairs.length;
  const neutrals = new Map<number, Picture>();
  const progress = (before: number) => ({ done }: Progress) => options.onProgress?.({ what: `masks of ${dataSet.name}`, done: before + done, total });
  for await (const { index, picture, error } of alignedCrops(dataSet, positions, neutralIndices, { ...crop, onProgress: progress(0) })) {
    if (picture) neutrals.set(index, picture);
    else failures.push(error ?? "");
  }
  const neutralOf = new Map(pairs.map(({ expressive, neutral }) => [expressive, neutral]));
  const expressives = pairs.map(({ expressive }) => expressive);
  for await (const { index, picture, error } of alignedCrops(dataSet, positions, expressives, { ...crop, onProgress: progress(neutralIndices.length) })) {
    const neutralIndex = neutralOf.get(index) ?? -1;
    const neutral = neutrals.get(neutralIndex);
    const label = dataSet.samples[index]?.label;
    if (!picture) failures.push(error ?? "");
    if (!picture || !neutral || !label) continue;
    const [first, second] = normalizePair(neutral, picture);
    addDifference(sums.sumFor(label, [index, neutralIndex]), first, second);
  }
  return failures;
}

async function sumFaces(
  dataSet: DataSet,
  positions: EyePositions,
  sums: GroupedSums,
  options: PriorOptions,
): Promise<string[]> {
  const failures: string[] = [];
  const all = dataSet.samples.map((_, i) => i);
  const crops = alignedCrops(dataSet, positions, all, { ...options, size: options.size ?? 70 });
  for await (const { index, picture, error } of crops) {
    const label = dataSet.samples[index]?.label;
    if (picture && label) addPicture(sums.sumFor(label, [index]), evenTone(picture));
    else failures.push(error ?? "");
  }
  return failures;
}

/** Mean 128 and deviation 48, so that class means differ by the faces' shapes and not by their light. */
function evenTone(picture: Picture): Picture {
  let [sum, squares] = [0, 0];
  for (const value of picture.data) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / picture.data.length;
  const gain = 48 / Math.max(1, Math.sqrt(Math.max(0, squares / picture.data.length - mean * mean)));
  return createPicture(picture.width, picture.height, 1, picture.data.map((value) => (value - mean) * gain + 128));
}

function foldMasks(
  sums: GroupedSums,
  fold: number,
  moving: readonly Expression[],
  method: "pairs" | "means",
  size: number,
  levels: "equalized" | "motion",
): ClassMask[] {
  const neutral = meanOf(sums.trained(fold, "neutral"));
  const movements = moving.map((label) => {
    const sum = sums.trained(fold, label);
    const mean = meanOf(sum);
    return { label, count: sum.count, mean: method === "pairs" ? mean : mean.map((value, i) => Math.abs(value - (neutral[i] ?? 0))) };
  });
  if (levels === "motion") {
    const still = { label: "neutral" as const, count: 0, mean: new Float64Array(size * size) };
    return [still, ...movements].map(({ label, count, mean }) => ({ label, count, mask: createPicture(size, size, 1, Uint8ClampedArray.from(mean, motionLevel)) }));
  }
  const everywhere = new Float64Array(size * size);
  for (const { mean } of movements) mean.forEach((value, i) => (everywhere[i] = (everywhere[i] ?? 0) + value / movements.length));
  const count = movements.reduce((total, movement) => total + movement.count, 0);
  return [{ label: "neutral" as const, count, mean: everywhere }, ...movements].map(({ label, count, mean }) => ({
    label,
    count,
    // Differences of means are small; stretched, they keep their order when they're rounded to 8 bits.
    mask: motionMask(method === "pairs" ? mean : stretched(mean), size),
  }));
}

/** A difference in grey levels that a mask shows as full motion. */
const FULL_MOTION = 64;

/** How bright a mask shows a difference of so many grey levels, 0 to 255. */
export function motionLevel(difference: number): number {
  return Math.min(255, Math.round((255 * difference) / FULL_MOTION));
}

function stretched(mean: Float64Array): Float64Array {
  const most = mean.reduce((a, b) => Math.max(a, b), 0);
  return most === 0 ? mean : mean.map((value) => (value * 255) / most);
}
