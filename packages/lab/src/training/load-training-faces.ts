import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Picture } from "fmpn";
import { alignedCrops } from "../crops/aligned-crops.js";
import { cacheFolder } from "../crops/cache-folder.js";
import { type EyePositions, locateEyePositions } from "../crops/eye-positions.js";
import type { DataSet } from "../datasets/data-set.js";
import { dataSetHash } from "../datasets/data-set-hash.js";
import type { Expression } from "../datasets/expression-labels.js";
import { writeWhole } from "../files/write-whole.js";
import { facePairs } from "../prior/face-pairs.js";
import { type Recipe, settingsOf } from "./recipe.js";
import { sharedBytes, storedMargin, storedSide, type TrainingFaces } from "./training-faces.js";

/** Raised when cropping changes, so that older caches are not used. */
const CACHE_VERSION = 1;

export interface LoadOptions {
  /** Which samples, by index; by default all. Those of other classes than the recipe's are left out in any case. */
  readonly indices?: readonly number[];
  readonly workers?: number;
  /** Where crops are kept between runs; `false` keeps none. By default the user's cache folder. */
  readonly cache?: string | false;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The faces of a data set as training wants them: aligned, cut with a border, in memory. Crops are kept in a file named by
 * the data's hash and the crop's size, because cutting them takes longer than an epoch.
 *
 * @param masks the mask of each of the recipe's classes, with side `storedSide(size)`; blank where a class has none
 * @throws Error where hardly a picture can be read
 */
export async function loadTrainingFaces(dataSet: DataSet, recipe: Recipe, masks: readonly Picture[], options: LoadOptions = {}): Promise<TrainingFaces> {
  const { size } = settingsOf(recipe);
  const side = storedSide(size);
  const crops = await allCrops(dataSet, side, storedMargin(size, recipe.margin), options);
  const candidates = options.indices ?? dataSet.samples.map((_, index) => index);
  const chosen = candidates.filter((index) => {
    const label = dataSet.samples[index]?.label;
    return crops.present[index] === 1 && label !== undefined && recipe.classes.includes(label);
  });
  const each = side * side * 3;
  const pixels = sharedBytes(chosen.length * each);
  chosen.forEach((index, row) => pixels.set(crops.pixels.subarray(index * each, (index + 1) * each), row * each));
  const labelOf = (index: number): number => recipe.classes.indexOf(dataSet.samples[index]?.label as Expression);
  const stated = recipe.distillation > 0 ? statedDistributions(dataSet, chosen, recipe.classes) : undefined;
  return {
    ...(recipe.augmentation.weaken > 0 ? { neutralOf: neutralRows(dataSet, chosen) } : {}),
    count: chosen.length,
    side,
    pixels,
    labels: Uint8Array.from(chosen, labelOf),
    masks: masks.map(({ data }) => Uint8Array.from(data)),
    maskOf: Uint32Array.from(chosen, labelOf),
    stated,
    names: chosen.map((index) => `${dataSet.name}/${dataSet.samples[index]?.file ?? ""}`),
    subjects: chosen.map((index) => dataSet.samples[index]?.subject),
  };
}

interface Crops {
  readonly pixels: Uint8Array;
  /** 1 where the sample could be cut. */
  readonly present: Uint8Array;
}

async function allCrops(dataSet: DataSet, side: number, margin: number, options: LoadOptions): Promise<Crops> {
  const { cache = cacheFolder(), workers = 2, onProgress } = options;
  const { samples } = dataSet;
  const each = side * side * 3;
  const file = cache === false ? undefined : path.join(cache, `crops-${await dataSetHash(dataSet)}-${side}-${margin.toFixed(4)}-v${CACHE_VERSION}.bin`);
  const stored = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (stored?.length === samples.length * (each + 1)) {
    return { present: stored.subarray(0, samples.length), pixels: stored.subarray(samples.length) };
  }
  const positions: EyePositions = await locateEyePositions(dataSet, { workers, ...(cache === false ? { cache } : {}), ...(onProgress ? { onProgress } : {}) });
  const bytes = new Uint8Array(samples.length * (each + 1));
  const [present, pixels] = [bytes.subarray(0, samples.length), bytes.subarray(samples.length)];
  const all = samples.map((_, index) => index);
  for await (const { index, picture } of alignedCrops(dataSet, positions, all, { size: side, margin, channels: 3, workers, ...(onProgress ? { onProgress } : {}) })) {
    if (picture === undefined) continue;
    pixels.set(picture.data, index * each);
    present[index] = 1;
  }
  const readable = present.reduce((sum, one) => sum + one, 0);
  if (2 * readable < samples.length) throw new Error(`${dataSet.name}: only ${readable} of ${samples.length} pictures could be read and aligned`);
  if (file !== undefined) await writeWhole(file, bytes);
  return { present, pixels };
}

/** Which of the chosen faces is the neutral one of each, as a row among them; −1 where none is. */
function neutralRows({ samples }: DataSet, chosen: readonly number[]): Int32Array {
  // Pairs among the chosen alone: a person's other neutral face serves where one is missing.
  const pairs = facePairs(chosen.flatMap((index) => samples[index] ?? []));
  const neutralOf = new Int32Array(chosen.length).fill(-1);
  for (const { expressive, neutral } of pairs) neutralOf[expressive] = neutral;
  return neutralOf;
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
