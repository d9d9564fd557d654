import { type Recipe, recipes } from "#src/plans/recipe.js";

/** Small enough to train in seconds: 32 px, a few faces. */
export const smallRecipe: Recipe = {
  ...recipes.synthetic,
  size: 32,
  batch: 7,
  maskStage: { ...recipes.synthetic.maskStage, epochs: 2 },
  jointStage: { ...recipes.synthetic.jointStage, epochs: 2 },
  averageDecay: 0.9,
};
