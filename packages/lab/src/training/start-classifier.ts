import { faceNetwork } from "fmpn/networks";
import { openModel, type FaceClassifier, type ModelClassifierOptions } from "../evaluation/face-classifier.js";
import { shortHash } from "../files/short-hash.js";
import { startOf } from "./read-start-weights.js";
import { type Recipe, settingsOf } from "../plans/recipe.js";
import { startState } from "./start-weights.js";
import { modelOf } from "./train-run.js";

/**
 * The classifier that a recipe starts from, without the prior.
 *
 * @throws Error where the recipe starts from nothing
 */
export async function openStartClassifier(recipe: Recipe, options: ModelClassifierOptions = {}): Promise<FaceClassifier> {
  const from = await startOf(recipe);
  if (from === undefined) throw new Error("relevance wants a classifier that is trained already, and the recipe starts from nothing; --from names one");
  const alone: Recipe = { ...recipe, prior: "none" };
  const { network } = faceNetwork(settingsOf(alone), alone.classes.length);
  const bytes = modelOf(startState(network, alone.seed, alone.classes, from), alone, "", "float32");
  return await openModel(bytes, { file: from.name, hash: shortHash(bytes) }, options);
}
