import { createPicture, type Picture, scaling, warp } from "fmpn/pictures";
import { BLOCKS } from "../evaluation/erase-blocks.js";
import type { FaceClassifier } from "../evaluation/face-classifier.js";
import { occlusionBlocks } from "../evaluation/occlusion.js";
import type { WorkOptions } from "../work.js";
import type { Recipe } from "../plans/recipe.js";
import { openKeptAnswers } from "./teacher-answers.js";
import { viewOf } from "./teach.js";
import type { TrainingFaces } from "./training-faces.js";

/** How bright the most relevant place is at least: of a neutral face, which moved nowhere, the order of places is left. */
const FAINT = 0.03;
/** What a place that the answer does not rest on counts at least, so that motion there stays visible. */
const LEAST = 0.05;

/**
 * The faces, each with a mask of its own: m^(1 − ρ)·r^ρ, m the mask that it would be taught else (its own motion, where it has a
 * neutral picture to be compared with), r how far the classifier's answer falls where a place is hidden (`occlusionBlocks`), its
 * highest place 1 and none below {@link LEAST}, and ρ the recipe's `relevance`; at least {@link FAINT}·r. 26 answers a face, kept
 * in the cache.
 */
export async function weighMasks(faces: TrainingFaces, classifier: FaceClassifier, recipe: Recipe, { cache, signal, onProgress }: Omit<WorkOptions, "workers"> = {}): Promise<TrainingFaces> {
  const blocks = await openKeptAnswers(["occlusion", classifier.model.hash, classifier.size, classifier.margin].join("-"), BLOCKS ** 2, cache);
  const maskOf = faces.maskOf.slice();
  const masks = [...faces.masks];
  for (let index = 0; index < faces.count; index += 1) {
    const view = viewOf(faces, index, recipe, classifier);
    const falls = await blocks.of(view.data, async () => await fallsOf(view, classifier));
    maskOf[index] = masks.push(weighed(faces.masks[faces.maskOf[index] ?? 0] ?? new Uint8Array(), relevanceOf(falls, faces.side, classifier.size), recipe.relevance)) - 1;
    onProgress?.({ what: "hiding parts of faces", done: index + 1, total: faces.count });
    signal?.throwIfAborted();
  }
  await blocks.save();
  return { ...faces, masks, maskOf };
}

async function fallsOf(view: Picture, classifier: FaceClassifier): Promise<Float64Array> {
  const { probabilities } = await classifier.classify(view);
  const answer = probabilities.indexOf(Math.max(...probabilities));
  const whole = probabilities[answer] ?? 0;
  return await occlusionBlocks(view, "mean", async (erased) => whole - ((await classifier.classify(erased)).probabilities[answer] ?? 0));
}

/** Falls as a picture of the stored crop's side, the highest 255; what raises the answer counts nothing. */
function relevanceOf(falls: ArrayLike<number>, side: number, size: number): Uint8ClampedArray {
  const most = Math.max(1e-6, ...Array.from(falls));
  const small = createPicture(BLOCKS, BLOCKS, 1, Uint8ClampedArray.from(falls, (fall) => (255 * fall) / most));
  const scale = size / BLOCKS;
  const offset = (side - size) / 2;
  return warp(small, scaling(scale, offset, offset), side, side).data;
}

function weighed(mask: Uint8Array, relevance: Uint8ClampedArray, part: number): Uint8Array {
  return mask.map((value, at) => {
    const relevant = Math.max(LEAST, (relevance[at] ?? 0) / 255);
    return Math.round(255 * Math.max(FAINT * relevant, (value / 255) ** (1 - part) * relevant ** part));
  });
}
