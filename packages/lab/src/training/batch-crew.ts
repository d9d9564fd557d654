import { drawAhead, type StepsAhead } from "../threads/draw-ahead.js";
import { type Batch, batchDrawer } from "./draw-batch.js";
import type { StageName } from "../plans/recipe.js";
import type { Recipe } from "../plans/recipe.js";
import type { TrainingFaces } from "./training-faces.js";

/** Starts threads that draw a stage's batches for the steps up to `steps`; 0 workers draw on the caller's own thread. */
export function startBatchCrew(stage: StageName, faces: TrainingFaces, recipe: Recipe, steps: number, workers: number): StepsAhead<Batch> {
  return drawAhead(new URL("./batch-worker.js", import.meta.url), { stage, faces, recipe }, steps, workers, () => batchDrawer(stage, faces, recipe));
}
