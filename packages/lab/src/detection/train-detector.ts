import { appendFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { createTrainer, decodeCheckpoint, type State, toTensors } from "@fmpn/graph";
import { writeCheckpointFile, writeTensorsFile } from "@fmpn/graph/files";
import { writeWhole } from "../files/write-whole.js";
import { drawAhead } from "../threads/draw-ahead.js";
import { detectionBatchDrawer, type DetectionFeeds } from "./detection-batch.js";
import { detectionGraph } from "./detection-graph.js";
import type { DetectionMaterial } from "./detection-material.js";
import type { DetectionRecipe } from "./detection-recipe.js";
import { detectionStart } from "./start-weights.js";

/** Steps between two lines of `metrics.jsonl`, and between two checkpoints. */
const RECORD_EVERY = 20;
const CHECKPOINT_EVERY = 100;

export interface DetectionTrainingOptions {
  /** The run's folder: `recipe.json`, `metrics.jsonl`, `checkpoint.safetensors`, `weights.safetensors`. */
  readonly folder: string;
  /** The detector whose first layers are started from. */
  readonly from: string;
  readonly threads?: number | undefined;
  readonly workers?: number | undefined;
  /** Aborting ends training between two steps, after a checkpoint; the same call goes on from there. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DetectionProgress) => void) | undefined;
}

export interface DetectionProgress {
  readonly step: number;
  readonly steps: number;
  /** Means since the last line of metrics. */
  readonly faceLoss: number;
  readonly placeLoss: number;
  readonly millisecondsPerStep: number;
}

/**
 * Trains a face detector; a checkpoint that lies in the folder is gone on from, bit for bit.
 *
 * @returns the moving average of the weights
 */
export async function trainDetector(material: DetectionMaterial, recipe: DetectionRecipe, options: DetectionTrainingOptions): Promise<State> {
  const { folder, threads = 1, workers = 1, signal, onProgress } = options;
  const { network, step: graph } = detectionGraph(recipe);
  await mkdir(folder, { recursive: true });
  await checkRecipe(path.join(folder, "recipe.json"), recipe);
  const checkpointFile = path.join(folder, "checkpoint.safetensors");
  const bytes = await readFile(checkpointFile).catch(() => undefined);
  const checkpoint = bytes && decodeCheckpoint(new Uint8Array(bytes), checkpointFile, graph);
  const first = checkpoint?.stepsTaken ?? 0;
  const trainer = await createTrainer(graph, { state: checkpoint?.state ?? (await detectionStart(network, recipe.seed, options.from)), seed: recipe.seed, stepsTaken: first, threads });
  const batches = drawAhead<DetectionFeeds>(new URL("./detection-worker.js", import.meta.url), { material, recipe }, recipe.steps, workers, () => detectionBatchDrawer(material, recipe));
  const save = async (): Promise<State> => {
    const state = await trainer.state();
    const averaged = averages(state);
    await writeCheckpointFile(checkpointFile, { state, stepsTaken: trainer.stepsTaken, seed: recipe.seed }, graph);
await writeTensorsFile(path.join(folder, "weights.safetensors"), toTensors(averaged, network));
    return averaged;
  };
  try {
    let [faceLoss, placeLoss, since] = [0, 0, performance.now()];
    for (let step = first; step < recipe.steps; step += 1) {
      const feeds = await batches.take(step);
      const results = await trainer.step(feeds, { learningRate: rateAt(step, recipe) });
      faceLoss += results["faceLoss"]?.[0] ?? 0;
      placeLoss += results["placeLoss"]?.[0] ?? 0;
      const done = step + 1;
      if (done % RECORD_EVERY === 0) {
        const line = { step: done, steps: recipe.steps, faceLoss: faceLoss / RECORD_EVERY, placeLoss: placeLoss / RECORD_EVERY, millisecondsPerStep: (performance.now() - since) / RECORD_EVERY };
        await appendFile(path.join(folder, "metrics.jsonl"), `${JSON.stringify(line)}\n`);
        onProgress?.(line);
        [faceLoss, placeLoss, since] = [0, 0, performance.now()];
      }
      if (done % CHECKPOINT_EVERY === 0 || signal?.aborted) await save();
      signal?.throwIfAborted();
    }
    return await save();
  } finally {
    await batches.close();
    await trainer.close();
  }
}

function rateAt(step: number, { learningRate, warmUp, steps }: DetectionRecipe): number {
  if (step < warmUp) return (learningRate * (step + 1)) / warmUp;
  return learningRate * (0.02 + 0.98 * 0.5 * (1 + Math.cos((Math.PI * (step - warmUp)) / Math.max(1, steps - warmUp))));
}

function averages(state: State): State {
  const names = [...state.keys()].filter((name) => !name.startsWith("optimizer.") && !name.startsWith("average."));
  return new Map(names.map((name) => [name, state.get(`average.${name}`) ?? (state.get(name) as Float32Array)]));
}

/** A run goes on with what it was begun with. */
async function checkRecipe(file: string, recipe: DetectionRecipe): Promise<void> {
  const text = `${JSON.stringify(recipe, undefined, 2)}\n`;
  const begun = await readFile(file, "utf8").catch(() => undefined);
  if (begun === undefined) await writeWhole(file, text);
  else if (begun !== text) throw new Error(`${path.dirname(file)} was begun with another recipe (recipe.json); take another folder`);
}
