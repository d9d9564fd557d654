import { parentPort, workerData } from "node:worker_threads";
import { listen } from "@fmpn/graph/threads";
import { batchDrawer } from "./draw-batch.js";
import type { StageName } from "../plans/recipe.js";
import type { Recipe } from "../plans/recipe.js";
import type { TrainingFaces } from "./training-faces.js";

const { stage, faces, recipe } = workerData as { stage: StageName; faces: TrainingFaces; recipe: Recipe };
const draw = batchDrawer(stage, faces, recipe);

listen((step: number) => {
  const batch = draw(step);
  parentPort?.postMessage({ step, batch }, Object.values(batch.feeds).map(({ data }) => data.buffer as ArrayBuffer));
});
