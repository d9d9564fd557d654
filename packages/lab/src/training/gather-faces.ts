import { createPicture, type Picture } from "fmpn/pictures";
import { locateEyePositions } from "../crops/eye-positions.js";
import type { DataSet } from "../datasets/data-set.js";
import type { Expression } from "../datasets/expression-labels.js";
import { heldOutFold } from "../folds/fixed-folds.js";
import type { Fold } from "../folds/fold.js";
import { withoutTested } from "../folds/subjects.js";
import { perceptualHash, similarHashes } from "../crops/perceptual-hash.js";
import { buildMotionPrior, chooseMethod } from "../prior/motion-prior.js";
import { loadTrainingFaces } from "./load-training-faces.js";
import { type Recipe, settingsOf } from "../plans/recipe.js";
import type { WorkOptions } from "../work.js";
import { chooseFaces, joinFaces, storedMargin, storedSide, type TrainingFaces } from "./training-faces.js";

/** Crops whose hashes differ in at most so many of 256 bits show the same photograph (other people's start at 29). */
const SAME_PHOTOGRAPH = 24;

/** Which faces a run trains on. */
export interface FacePlan {
  readonly data: readonly DataSet[];
  /** The set that the motion masks are made of; by default the first of `data`. */
  readonly masks?: DataSet | undefined;
  /** Share of every set that is held out, by subject where there are any (see `heldOutFold`). */
  readonly holdOut?: number | undefined;
  /** Photographs that must stay unseen: what looks like one of them is not trained on. */
  readonly unlike?: readonly DataSet[] | undefined;
}

export interface GatherOptions extends WorkOptions {
  /** Called for each face that cannot be trained on, with the reason. */
  readonly onLeftOut?: ((reason: string, file: string) => void) | undefined;
}

export interface GatheredFaces {
  readonly training: TrainingFaces;
  readonly heldOut?: TrainingFaces | undefined;
  /** How many faces were left out of training because they look like a held-out or an unseen one. */
  readonly leftOut: number;
}

/** Loads, masks, holds out and leaves out. */
export async function gatherFaces(plan: FacePlan, recipe: Recipe, { onLeftOut, ...work }: GatherOptions = {}): Promise<GatheredFaces> {
  const { data, holdOut } = plan;
  const [first] = data;
  if (first === undefined) throw new Error("name at least one data set to train on");
  const cut = (dataSet: DataSet): Fold =>
    holdOut ? heldOutFold(dataSet.samples, holdOut) : { name: "all", train: dataSet.samples.map((_, index) => index), test: [] };
  const maskSet = plan.masks ?? first;
  // Of people who are held out, no picture goes into the masks either.
  const tested = data.map((dataSet) => ({ root: dataSet.root, samples: cut(dataSet).test.flatMap((index) => dataSet.samples[index] ?? []) }));
  const masks = await classMasks(maskSet, withoutTested(maskSet, tested), recipe, work);

  const load = async (dataSet: DataSet, indices: readonly number[]): Promise<TrainingFaces> =>
    await loadTrainingFaces(dataSet, recipe, masks, { ...work, indices, onLeftOut: data.includes(dataSet) ? onLeftOut : undefined });
  const parts: TrainingFaces[] = [];
  const held: TrainingFaces[] = [];
  for (const [index, dataSet] of data.entries()) {
    const { train, test } = cut(dataSet);
    parts.push(await load(dataSet, train));
    // A set may be named several times, to count more; what is held out of it counts once.
    if (test.length > 0 && data.indexOf(dataSet) === index) held.push(await load(dataSet, test));
  }
  const unseen = [...held];
  for (const dataSet of plan.unlike ?? []) unseen.push(await load(dataSet, dataSet.samples.map((_, index) => index)));
  const all = joinFaces(parts);
  const training = unseen.length === 0 ? all : withoutLookAlikes(all, joinFaces(unseen));
  return { training, leftOut: all.count - training.count, ...(held.length > 0 ? { heldOut: joinFaces(held) } : {}) };
}

/**
 * The mask of each of the recipe's classes, at the size of stored crops. A class that the set does not show is taught the
 * mask of the neutral face: everywhere that an expression could move. Without a prior nothing is taught: the masks are blank.
 *
 * @param train the samples that masks are made of, by index; by default all
 */
export async function classMasks(
  dataSet: DataSet,
  train: readonly number[] | undefined,
  recipe: Recipe,
  options: WorkOptions = {},
): Promise<Picture[]> {
  const { size } = settingsOf(recipe);
  const side = storedSide(size);
  if (recipe.prior === "none") return recipe.classes.map(() => createPicture(side, side, 1));
  // What is missing is told before eyes are searched for.
  chooseMethod(dataSet);
  const positions = await locateEyePositions(dataSet, options);
  const fold = { name: "all", train: train ?? dataSet.samples.map((_, index) => index), test: [] };
  const prior = await buildMotionPrior(dataSet, positions, [fold], { size: side, margin: storedMargin(size, recipe.margin), levels: recipe.motion === "face" ? "motion" : "equalized", ...options });
  return masksOf(prior.folds[0]?.masks ?? [], recipe.classes);
}

/** Masks by class in the recipe's order; the neutral one stands in for what is missing. */
export function masksOf(made: readonly { readonly label: Expression; readonly mask: Picture }[], classes: readonly Expression[]): Picture[] {
  const maskFor = (label: Expression): Picture | undefined => made.find((entry) => entry.label === label)?.mask;
  return classes.map((label) => {
    const mask = maskFor(label) ?? maskFor("neutral");
    if (mask === undefined) throw new Error(`there is no mask for ${label}, nor one of the neutral face to stand in`);
    return mask;
  });
}

/** The faces that look like none of the unseen ones. */
function withoutLookAlikes(faces: TrainingFaces, unseen: TrainingFaces): TrainingFaces {
  const alike = similarHashes(hashesOf(faces), hashesOf(unseen), SAME_PHOTOGRAPH);
  const kept = Array.from({ length: faces.count }, (_, index) => index).filter((index) => !alike.has(index));
  return kept.length === faces.count ? faces : chooseFaces(faces, kept);
}

function hashesOf({ count, side, pixels }: TrainingFaces): Uint32Array[] {
  const each = side * side * 3;
  return Array.from({ length: count }, (_, index) => {
    const bytes = Uint8ClampedArray.from(pixels.subarray(index * each, (index + 1) * each));
    return perceptualHash(createPicture(side, side, 3, bytes));
  });
}
