/** Two-stage training (paper, section 3.4): `@fmpn/lab/training`. */
export type { CrossValidation } from "./cross-validate.js";
export type { CrossvalPlan } from "../plans/crossval-plan.js";
export type { Engine } from "./engine.js";
export { type LoadOptions, loadTrainingFaces } from "./load-training-faces.js";
export { bundledStarts } from "./read-start-weights.js";
export { type Augmentation, type PriorUse, type Recipe, recipes, settingsOf, type StageName, type StageRecipe } from "../plans/recipe.js";
export { changeRecipe, resolveRecipe } from "../plans/resolve-recipe.js";
export { startCrossval, type StartCrossvalOptions } from "./start-crossval.js";
export { startTraining, type StartTrainingOptions } from "./start-training.js";
export type { StartWeights, TrainedSet } from "./start-weights.js";
export { modelOf, readRunWeights } from "./train-run.js";
export { train, type TrainOptions } from "./train.js";
export { storedSide, type TrainingFaces } from "./training-faces.js";
export { checkTrainingPlan, type TrainingPlan } from "../plans/training-plan.js";
export type { TrainingProgress } from "./training-progress.js";
