import type { State } from "@fmpn/graph";
import { drawAhead } from "../threads/draw-ahead.js";
import { detectionBatchDrawer, type DetectionFeeds } from "./detection-batch.js";
import { detectionGraph } from "./detection-graph.js";
import type { DetectionMaterial } from "./detection-material.js";
import type { DetectionRecipe } from "./detection-recipe.js";
import { runSteps, type StepsOptions } from "./run-steps.js";
import { bodyStart } from "./start-weights.js";

/**
 * Trains the first look: the network that finds faces in a picture.
 *
 * @param from what its weights start from, see `bodyStart`
 */
export async function trainDetector(material: DetectionMaterial, recipe: DetectionRecipe, from: string, options: StepsOptions): Promise<State> {
  const graph = detectionGraph(recipe);
  const batches = () => drawAhead<DetectionFeeds>(new URL("./detection-worker.js", import.meta.url), { material, recipe }, recipe.steps, options.workers ?? 1, () => detectionBatchDrawer(material, recipe));
  return await runSteps(graph, async () => await bodyStart(graph.network, recipe.seed, from), batches, recipe, options);
}
