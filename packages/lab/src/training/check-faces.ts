import type { Recipe } from "../plans/recipe.js";
import type { TrainingFaces } from "./training-faces.js";

/** @throws Error naming the setting that helps, where a recipe cannot be trained on so many faces */
export function checkCount(count: number, { batch }: Pick<Recipe, "batch">): void {
  if (count >= batch) return;
  const smaller = 2 ** Math.floor(Math.log2(Math.max(1, count)));
  throw new Error(`${count} faces do not fill one batch of ${batch}; ${count === 0 ? "there is nothing to train on" : `--set batch=${smaller} takes smaller ones`}`);
}

/** @throws Error naming the setting that helps, where a recipe cannot be trained on the faces */
export function checkFaces({ count, neutralOf }: TrainingFaces, recipe: Recipe): void {
  checkCount(count, recipe);
  if (recipe.augmentation.weaken > 0 && !neutralOf?.some((row) => row >= 0)) {
    throw new Error("augmentation.weaken wants the same person's neutral face, and no face to train on has one: --set augmentation.weaken=0, or add a set with such pairs and the class neutral");
  }
}
