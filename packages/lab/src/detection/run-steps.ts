import { appendFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Network, State } from "@fmpn/graph";
import { decodeCheckpoint, toTensors } from "@fmpn/graph/checkpoints";
import { createTrainer, type StepResults, type TrainingStep } from "@fmpn/graph/training";
import { writeCheckpointFile, writeTensorsFile } from "@fmpn/graph/files";
import { writeWhole } from "../files/write-whole.js";
import type { StepsAhead } from "../threads/draw-ahead.js";
import type { DetectionFeeds } from "./detection-batch.js";

/** Steps between two lines of `metrics.jsonl`, and between two checkpoints. */
const RECORD_EVERY = 20;
const CHECKPOINT_EVERY = 100;
/** The least part of the learning rate, at the end. */
const LEAST_RATE = 0.02;

/** How a network is trained, whatever it learns. */
export interface StepsRecipe {
  readonly seed: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Steps in which the rate rises to {@link learningRate}; then it falls along a cosine. */
  readonly warmUp: number;
}

export interface StepsOptions {
  /** The run's folder: `recipe.json`, `metrics.jsonl`, `checkpoint.safetensors`, `weights.safetensors`. */
  readonly folder: string;
  readonly threads?: number | undefined;
  /** Threads that draw batches; 0: the caller's own. */
  readonly workers?: number | undefined;
  /** Aborting ends training between two steps, after a checkpoint; the same call goes on from there. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: StepsProgress) => void) | undefined;
}

export interface StepsProgress {
  readonly step: number;
  readonly steps: number;
  readonly millisecondsPerStep: number;
  /** Means of the step's results since the last line. */
  readonly losses: Readonly<Record<string, number>>;
}

/**
 * Runs a training to its end; a checkpoint that lies in the folder is gone on from, bit for bit.
 *
 * @param batches what the steps are fed with, closed at the end
 * @returns the moving average of the weights
 */
export async function runSteps({ network, step: graph }: { network: Network; step: TrainingStep }, start: () => Promise<State>, startBatches: () => StepsAhead<DetectionFeeds>, recipe: StepsRecipe, options: StepsOptions): Promise<State> {
  const { folder, threads = 1, signal, onProgress } = options;
  await mkdir(folder, { recursive: true });
  await checkRecipe(path.join(folder, "recipe.json"), recipe);
  const checkpointFile = path.join(folder, "checkpoint.safetensors");
  const bytes = await readFile(checkpointFile).catch(() => undefined);
  const checkpoint = bytes && decodeCheckpoint(new Uint8Array(bytes), checkpointFile, graph);
  const first = checkpoint?.stepsTaken ?? 0;
  const trainer = await createTrainer(graph, { state: checkpoint?.state ?? (await start()), seed: recipe.seed, stepsTaken: first, threads });
  const batches = startBatches();
  const save = async (): Promise<State> => {
    const state = await trainer.state();
    const averaged = averages(state);
    await writeCheckpointFile(checkpointFile, { state, stepsTaken: trainer.stepsTaken, seed: recipe.seed }, graph);
    await writeTensorsFile(path.join(folder, "weights.safetensors"), toTensors(averaged, network));
    return averaged;
  };
  try {
    let window: StepResults[] = [];
    let since = performance.now();
    for (let step = first; step < recipe.steps; step += 1) {
      const feeds = await batches.take(step);
      window.push(await trainer.step(feeds, { learningRate: rateAt(step, recipe) }));
      const done = step + 1;
      if (done % RECORD_EVERY === 0 || done === recipe.steps) {
        const line = { step: done, steps: recipe.steps, millisecondsPerStep: (performance.now() - since) / window.length, losses: means(window) };
        await appendFile(path.join(folder, "metrics.jsonl"), `${JSON.stringify(line)}\n`);
        onProgress?.(line);
        [window, since] = [[], performance.now()];
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

function rateAt(step: number, { learningRate, warmUp, steps }: StepsRecipe): number {
  if (step < warmUp) return (learningRate * (step + 1)) / warmUp;
  return learningRate * (LEAST_RATE + (1 - LEAST_RATE) * 0.5 * (1 + Math.cos((Math.PI * (step - warmUp)) / Math.max(1, steps - warmUp))));
}

function averages(state: State): State {
  const names = [...state.keys()].filter((name) => !name.startsWith("optimizer.") && !name.startsWith("average."));
  return new Map(names.map((name) => [name, state.get(`average.${name}`) ?? (state.get(name) as Float32Array)]));
}

function means(window: readonly StepResults[]): Record<string, number> {
  const names = Object.keys(window[0] ?? {}).filter((name) => window[0]?.[name]?.length === 1);
  return Object.fromEntries(names.map((name) => [name, window.reduce((sum, results) => sum + (results[name]?.[0] ?? 0), 0) / window.length]));
}

/** A run goes on with what it was begun with. */
async function checkRecipe(file: string, recipe: StepsRecipe): Promise<void> {
  const text = `${JSON.stringify(recipe, undefined, 2)}\n`;
  const begun = await readFile(file, "utf8").catch(() => undefined);
  if (begun === undefined) await writeWhole(file, text);
  else if (begun !== text) throw new Error(`${path.dirname(file)} was begun with another recipe (recipe.json); take another folder`);
}
