import { parentPort, workerData } from "node:worker_threads";
import { listen } from "@fmpn/graph/threads";
import { detectionBatchDrawer } from "./detection-batch.js";
import type { DetectionMaterial } from "./detection-material.js";
import type { DetectionRecipe } from "./detection-recipe.js";

const { material, recipe } = workerData as { material: DetectionMaterial; recipe: DetectionRecipe };
const draw = detectionBatchDrawer(material, recipe);

listen((step: number) => {
  const batch = draw(step);
  parentPort?.postMessage({ step, batch }, Object.values(batch).map(({ data }) => data.buffer as ArrayBuffer));
});
