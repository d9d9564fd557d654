import path from "node:path";
import type { TestContext } from "node:test";
import { formatPredictions } from "#src/evaluation/predictions-csv.js";
import type { Predictions } from "#src/evaluation/prediction.js";
import { randomPredictions } from "../evaluation/made-predictions.js";
import { fabricateFolder } from "../datasets/fabricated-folder.js";

export const RECIPE = { preset: "compact", prior: "fmpn", seed: 1, classes: ["anger", "happiness", "surprise"], jointStage: { epochs: 2, learningRate: 0.003 } };
const FACTS = { version: "0.1.0", node: "v20.20.2", startedAt: "2026-01-02T03:04:05.678Z", data: [{ name: "faces", hash: "0123456789abcdef", images: 240 }] };

/** Steps of both stages and validations, as a run records them; the last line is cut off, as by a kill. */
export function history(epochs: number): string {
  const lines = ["mask", "joint"].flatMap((stage) =>
    Array.from({ length: epochs * 4 }, (_, step) => {
      const epoch = (step + 1) / 4;
      const figures = { loss: 2 / (epoch + 1), maskLoss: 0.2 / (epoch + 1), ...(stage === "joint" ? { classLoss: 1.8 / (epoch + 1), accuracy: epoch / (epoch + 1) } : {}) };
      const validation = stage === "joint" && Number.isInteger(epoch) ? [JSON.stringify({ stage, epoch, step: step + 1, validation: { accuracy: 0.5 + epoch / 20, balancedAccuracy: 0.5 } })] : [];
      return [JSON.stringify({ stage, epoch, step: step + 1, learningRate: 1e-3, ...figures }), ...validation].join("\n");
    }),
  );
  return `${lines.join("\n")}\n{"stage":"joint","epo`;
}

/** A folder with the runs `good` and `poor`, which were tested on the same faces, `mixed`, on faces of two data sets, and the cross-validation `folds`. */
export async function makeRuns(t: TestContext): Promise<{ folder: string; good: Predictions; poor: Predictions }> {
  const [good, poor] = [randomPredictions(1, 40, 6, 0.9), randomPredictions(2, 40, 6, 0.6)];
  const bare = (predictions: Predictions): Predictions => ({ ...predictions, faces: predictions.faces.map((face) => ({ ...face, fold: undefined })) });
  const folder = await fabricateFolder(t, {
    "good/recipe.json": JSON.stringify(RECIPE),
    "good/run.json": JSON.stringify(FACTS),
    "good/metrics.jsonl": history(2),
    "good/predictions.csv": formatPredictions(bare(good)),
    "mixed/recipe.json": JSON.stringify(RECIPE),
    "mixed/run.json": JSON.stringify({ ...FACTS, data: ["first", "second"].map((name) => ({ ...FACTS.data[0], name })) }),
    "mixed/predictions.csv": formatPredictions({ ...bare(good), faces: bare(good).faces.map((face, index) => ({ ...face, file: `${index < 100 ? "first" : "second"}/images/${index}.png` })) }),
    "poor/recipe.json": JSON.stringify({ ...RECIPE, prior: "none" }),
    "poor/run.json": JSON.stringify(FACTS),
    "poor/metrics.jsonl": history(2),
    "poor/predictions.csv": formatPredictions(bare(poor)),
    "folds/fold-0/recipe.json": JSON.stringify(RECIPE),
    "folds/fold-0/run.json": JSON.stringify(FACTS),
    "folds/fold-0/metrics.jsonl": history(2),
    "folds/fold-1/metrics.jsonl": history(3),
    "folds/predictions.csv": formatPredictions(good),
    "unfinished/fold-0/recipe.json": JSON.stringify(RECIPE),
    "unfinished/fold-0/predictions.csv": formatPredictions({ ...good, faces: good.faces.slice(0, 100) }),
    "unfinished/fold-1/predictions.csv": formatPredictions({ ...good, faces: good.faces.slice(100, 130) }),
    "unfinished/fold-2/metrics.jsonl": history(1),
    "begun/recipe.json": JSON.stringify(RECIPE),
    "begun/metrics.jsonl": history(1),
    "empty/notes.txt": "nothing of a run",
    "broken/recipe.json": "{",
  });
  return { folder: path.join(folder), good: bare(good), poor: bare(poor) };
}
