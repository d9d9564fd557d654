import path from "node:path";
import { recipes } from "@fmpn/lab";
import { writeWhole } from "@fmpn/lab/files";
import { formatFacts, formatRecipe } from "@fmpn/lab/runs";

/** A line of metrics of a run that goes well. */
export function metricsLine(epoch: number): string {
  const validation = epoch % 1 === 0 ? { validation: { accuracy: 1 - 0.6 / epoch, balancedAccuracy: 1 - 0.6 / epoch } } : {};
  return `${JSON.stringify({ stage: "joint", step: Math.round(epoch * 10), epoch, learningRate: 1e-3 / epoch, loss: 1 / epoch, classLoss: 0.9 / epoch, maskLoss: 0.1 / epoch, accuracy: 1 - 0.5 / epoch, imagesPerSecond: 100, ...validation })}\n`;
}

/** A run's folder as training leaves it. @param predictions lines of `predictions.csv`, where it was tested */
export async function writeRun(folder: string, predictions?: string): Promise<void> {
  const files: Record<string, string> = {
    "recipe.json": formatRecipe(recipes.synthetic),
    "run.json": formatFacts({ version: "0.1.0", node: "v20.20.2", startedAt: "2026-01-02T03:04:05.678Z", data: [{ name: "faces", hash: "0123456789abcdef", images: 4 }] }),
    "metrics.jsonl": [1, 1.5, 2].map(metricsLine).join(""),
    ...(predictions === undefined ? {} : { "predictions.csv": `file,subject,fold,truth,answer,anger,happiness\n${predictions}` }),
  };
  for (const [file, text] of Object.entries(files)) await writeWhole(path.join(folder, file), text);
}
