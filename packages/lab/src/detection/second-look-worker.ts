import { parentPort, workerData } from "node:worker_threads";
import { listen } from "@fmpn/graph/threads";
import type { DetectionMaterial } from "./detection-material.js";
import type { SecondLookRecipe } from "./detection-recipe.js";
import type { MinedFind } from "./mine-finds.js";
import { secondLookBatchDrawer } from "./second-look-batch.js";

const { material, finds, recipe } = workerData as { material: DetectionMaterial; finds: readonly MinedFind[]; recipe: SecondLookRecipe };
const draw = secondLookBatchDrawer(material, finds, recipe);

listen((step: number) => {
  const batch = draw(step);
  parentPort?.postMessage({ step, batch }, Object.values(batch).map(({ data }) => data.buffer as ArrayBuffer));
});
