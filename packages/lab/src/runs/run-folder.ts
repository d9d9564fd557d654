import { appendFile, mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type Checkpoint, decodeCheckpoint, type TrainingStep } from "@fmpn/graph";
import { writeCheckpointFile } from "@fmpn/graph/files";
import { writeWhole } from "../files/write-whole.js";
import type { StageName } from "../training/draw-batch.js";
import type { Recipe } from "../training/recipe.js";

/** What a run was made of, besides its recipe. */
export interface RunFacts {
  readonly version: string;
  readonly node: string;
  readonly startedAt: string;
  readonly data: readonly { readonly name: string; readonly hash: string; readonly images: number }[];
  /** The set that its motion masks were made of, where that is another one. */
  readonly masks?: RunFacts["data"][number] | undefined;
  /** What else decides which faces are trained on: shares held out, sets left out, the cut of a fold. */
  readonly plan?: Readonly<Record<string, unknown>> | undefined;
  /** The weights it went on from. */
  readonly from?: string | undefined;
  /** The model whose answers are taught beside the labels: its file's name and hash. */
  readonly teacher?: string | undefined;
}

/** One line of `metrics.jsonl`. */
export interface Metrics {
  readonly stage: StageName;
  /** Epochs done, a fraction within one. */
  readonly epoch: number;
  /** Steps of this stage done. */
  readonly step: number;
  readonly [figure: string]: unknown;
}

/**
 * A run's folder.
 *
 * | file | what |
 * | --- | --- |
 * | `recipe.json`, `run.json` | what was trained how: recipe with seed, versions, data with hashes |
 * | `metrics.jsonl` | a line every few steps and one for each validation |
 * | `checkpoint-mask.safetensors`, `checkpoint-joint.safetensors` | all that a stage needs to go on bit for bit |
 * | `masks/` | the mask generator's answers for a few faces, epoch by epoch |
 * | `model.onnx`, `weights.safetensors` | the result, written at the end |
 */
export interface RunFolder {
  readonly folder: string;
  readonly facts: RunFacts;
  readCheckpoint(stage: StageName, step: TrainingStep): Promise<Checkpoint | undefined>;
  /** Replaces the stage's checkpoint; one that was written is never lost, whenever the process ends. */
  writeCheckpoint(stage: StageName, checkpoint: Checkpoint, step: TrainingStep): Promise<void>;
  record(metrics: Metrics): Promise<void>;
  /** Forgets what a stage recorded after a step, because it goes on from there. */
  rewind(stage: StageName, step: number): Promise<void>;
}

/** Begins a run in a new or empty folder. */
export async function createRun(folder: string, recipe: Recipe, facts: RunFacts): Promise<RunFolder> {
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0) throw new Error(`${folder} is not empty; give a new folder, or --resume to go on with the run in it`);
  await mkdir(folder, { recursive: true });
  await writeWhole(path.join(folder, "run.json"), `${JSON.stringify(facts, undefined, 2)}\n`);
  await writeWhole(path.join(folder, "recipe.json"), `${JSON.stringify(recipe, undefined, 2)}\n`);
  return runIn(folder, facts);
}

/**
 * Opens a run to go on with it.
 *
 * @param asked what the caller would train on; nothing of it may differ
 * @param recipe what the caller would train, where he says so
 * @throws Error if the folder holds no run, or naming what differs
 */
export async function reopenRun(folder: string, asked: Pick<RunFacts, "data" | "teacher" | "masks" | "plan">, recipe?: Recipe): Promise<{ run: RunFolder; recipe: Recipe; facts: RunFacts }> {
  const read = async <T>(name: string): Promise<T> => {
    const text = await readFile(path.join(folder, name), "utf8").catch(() => {
      throw new Error(`${folder} has no ${name}: there is no run to go on with; leave --resume away to begin one`);
    });
    return JSON.parse(text) as T;
  };
  const [begun, facts] = [await read<Recipe>("recipe.json"), await read<RunFacts>("run.json")];
  const sets = ({ data, masks }: Pick<RunFacts, "data" | "masks">): string => [...data, ...(masks ? [masks] : [])].map(({ name, hash, images }) => `${name} ${hash}, ${images} images`).join("; ");
  if (sets(facts) !== sets(asked)) throw new Error(`${folder}: the run was begun on other data (${sets(facts)}), not on ${sets(asked)}; begin a new one`);
  if (facts.teacher !== asked.teacher) throw new Error(`${folder}: the run was begun with ${facts.teacher ?? "no teacher"}, not with ${asked.teacher ?? "none"}; begin a new one`);
  const pairs: [object, object][] = [[facts.plan ?? {}, asked.plan ?? {}], ...(recipe ? [[begun, recipe] as [object, object]] : [])];
  for (const [before, now] of pairs) {
    const changed = firstDifference(before as Readonly<Record<string, unknown>>, now as Readonly<Record<string, unknown>>);
    if (changed !== undefined) throw new Error(`${folder} was begun with ${changed}; begin a new one in another folder`);
  }
  return { run: runIn(folder, facts), recipe: begun, facts };
}

/** The first setting that differs, in words. */
function firstDifference(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): string | undefined {
  const text = (value: unknown): string => JSON.stringify(value) ?? "nothing";
  const name = Object.keys({ ...before, ...now }).find((key) => text(before[key]) !== text(now[key]));
  return name === undefined ? undefined : `${name} ${text(before[name])}, not ${text(now[name])}`;
}

function runIn(folder: string, facts: RunFacts): RunFolder {
  const checkpointFile = (stage: StageName): string => path.join(folder, `checkpoint-${stage}.safetensors`);
  const metricsFile = path.join(folder, "metrics.jsonl");
  return {
    folder,
    facts,
    async readCheckpoint(stage, step) {
      const file = checkpointFile(stage);
      const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      return bytes === undefined ? undefined : decodeCheckpoint(new Uint8Array(bytes), file, step);
    },
    writeCheckpoint: async (stage, checkpoint, step) => await writeCheckpointFile(checkpointFile(stage), checkpoint, step),
    record: async (metrics) => await appendFile(metricsFile, `${JSON.stringify(metrics)}\n`),
    async rewind(stage, step) {
      const lines = (await readFile(metricsFile, "utf8").catch(() => "")).split("\n");
      // What the stage before recorded stays; there is nothing yet of the one behind.
      const kept = lines.filter((line) => {
        const metrics = parseLine(line);
        return metrics !== undefined && (metrics.stage === stage ? metrics.step <= step : stage === "joint");
      });
      await writeWhole(metricsFile, kept.map((line) => `${line}\n`).join(""));
    },
  };
}

/** A line that a killed process left half written is none. */
function parseLine(line: string): Metrics | undefined {
  try {
    return JSON.parse(line) as Metrics;
  } catch {
    return undefined;
  }
}
