import assert from "node:assert/strict";
import { test } from "node:test";
import { startBatchCrew } from "#src/training/batch-crew.js";
import type { Batch } from "#src/training/draw-batch.js";
import { type Recipe, recipes } from "#src/plans/recipe.js";
import { syntheticTrainingFaces } from "#src/training/synthetic-training-faces.js";
import { smallRecipe } from "./small-recipe.js";

const recipe: Recipe = { ...smallRecipe, sampling: "balanced", augmentation: { ...recipes.compact.augmentation, mixup: 0.4 } };
const faces = syntheticTrainingFaces(1, 0, 28, recipe.size, recipe.classes);

async function batches(workers: number, first: number): Promise<Batch[]> {
  const crew = startBatchCrew("joint", faces, recipe, 8, workers);
  try {
    const taken: Batch[] = [];
    for (let step = first; step < 8; step += 1) taken.push(await crew.take(step));
    if (workers > 0) await assert.rejects(crew.take(8), /Step 8 lies beyond the 8/);
    return taken;
  } finally {
    await crew.close();
  }
}

test("batches drawn by threads are those drawn without, from whatever step on", async () => {
  const here = await batches(0, 0);
  assert.deepEqual(await batches(3, 0), here);
  assert.deepEqual(await batches(2, 5), here.slice(5));
});
