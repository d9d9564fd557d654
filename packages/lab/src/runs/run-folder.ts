import { appendFile, mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type Checkpoint, decodeCheckpoint } from "@fmpn/graph/checkpoints";
import type { TrainingStep } from "@fmpn/graph/training";
import { writeCheckpointFile } from "@fmpn/graph/files";
import { writeWhole } from "../files/write-whole.js";
import type { StageName } from "../plans/recipe.js";
import type { Recipe } from "../plans/recipe.js";
import { formatFacts, formatMetrics, formatRecipe, type MetricsLine, parseFacts, parseMetrics, parseRecipe, RUN_FILES, type RunFacts } from "./run-format.js";

/** A run's folder while it is trained into; see `RUN_FILES` for what lies in it. */
export interface RunFolder {
  readonly folder: string;
  readonly facts: RunFacts;
  readCheckpoint(stage: StageName, step: TrainingStep): Promise<Checkpoint | undefined>;
  /** Replaces the stage's checkpoint; one that was written is never lost, whenever the process ends. */
  writeCheckpoint(stage: StageName, checkpoint: Checkpoint, step: TrainingStep): Promise<void>;
  record(metrics: MetricsLine): Promise<void>;
  /** Forgets what a stage recorded after a step, because it goes on from there. */
  rewind(stage: StageName, step: number): Promise<void>;
}

/** Begins a run in a folder that is new, empty, or of a run that came to nothing. @throws Error where it holds anything else */
export async function createRun(folder: string, recipe: Recipe, facts: Omit<RunFacts, "format">): Promise<RunFolder> {
  await refuseUsedFolder(folder);
  await mkdir(folder, { recursive: true });
  const text = formatFacts(facts);
  await writeWhole(path.join(folder, RUN_FILES.metrics), "");
  await writeWhole(path.join(folder, RUN_FILES.facts), text);
  await writeWhole(path.join(folder, RUN_FILES.recipe), formatRecipe(recipe));
  return runIn(folder, parseFacts(text, RUN_FILES.facts));
}

/** @throws Error where a run cannot begin in the folder */
export async function refuseUsedFolder(folder: string): Promise<void> {
  const state = await stateOf(folder);
  if (state === "run") throw new Error(`${folder} is not empty; give a new folder, or --resume to go on with the run in it`);
  if (state === "used") throw new Error(`${folder} is not empty; give a new folder`);
}

/** What a call that was refused or stopped before its first checkpoint may leave: nothing of it is missed. */
const BARREN: readonly string[] = [RUN_FILES.facts, RUN_FILES.recipe, RUN_FILES.metrics];

/** Whether there is a run to go on with, nothing (or a run that came to nothing), or something else. */
export async function stateOf(folder: string): Promise<"new" | "run" | "used"> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error.code === "ENOTDIR" ? new Error(`${folder} is a file; give a folder`) : error;
  });
  const files = present.filter((name) => !/^\..*\.tmp$/.test(name));
  if (files.every((name) => BARREN.includes(name))) return "new";
  return files.includes(RUN_FILES.recipe) && files.includes(RUN_FILES.facts) ? "run" : "used";
}

/** A run that was begun. */
export interface BegunRun {
  readonly run: RunFolder;
  readonly recipe: Recipe;
}

/** Opens a run to go on with it. @throws Error where the folder holds none */
export async function openRun(folder: string): Promise<BegunRun> {
  const read = async (name: string): Promise<string> =>
    await readFile(path.join(folder, name), "utf8").catch(() => {
      throw new Error(`${folder} has no ${name}: there is no run to go on with; leave --resume away to begin one`);
    });
  const recipe = parseRecipe(await read(RUN_FILES.recipe), path.join(folder, RUN_FILES.recipe));
  return { recipe, run: runIn(folder, parseFacts(await read(RUN_FILES.facts), path.join(folder, RUN_FILES.facts))) };
}

/** Makes sure that a run goes on with the recipe that it was begun with. @throws Error naming the setting that differs */
export function requireSameRecipe({ run: { folder }, recipe }: BegunRun, asked: Recipe): void {
  const changed = firstDifference(recipe, asked);
  if (changed !== undefined) throw new Error(`${folder} was begun with ${changed}; begin a new one in another folder`);
}

/** Makes sure that a run goes on with the faces that it was begun with. @throws Error naming what differs */
export function requireSameFaces({ run: { folder, facts } }: BegunRun, asked: Pick<RunFacts, "data" | "teacher" | "masks" | "choice">): void {
  const sets = ({ data, masks }: Pick<RunFacts, "data" | "masks">): string => [...data, ...(masks ? [masks] : [])].map(({ name, hash, images }) => `${name} ${hash}, ${images} images`).join("; ");
  if (sets(facts) !== sets(asked)) throw new Error(`${folder}: the run was begun on other data (${sets(facts)}), not on ${sets(asked)}; begin a new one`);
  if (facts.teacher !== asked.teacher) throw new Error(`${folder}: the run was begun with ${facts.teacher ?? "no teacher"}, not with ${asked.teacher ?? "none"}; begin a new one`);
  const changed = firstDifference(facts.choice ?? {}, asked.choice ?? {});
  if (changed !== undefined) throw new Error(`${folder} was begun with ${changed}; begin a new one in another folder`);
}

/** The first setting that differs, in words. */
function firstDifference(before: object, now: object): string | undefined {
  const [old, asked] = [before, now] as [Record<string, unknown>, Record<string, unknown>];
  const text = (value: unknown): string => JSON.stringify(value) ?? "nothing";
  const name = Object.keys({ ...old, ...asked }).find((key) => text(old[key]) !== text(asked[key]));
  return name === undefined ? undefined : `${name} ${text(old[name])}, not ${text(asked[name])}`;
}

function runIn(folder: string, facts: RunFacts): RunFolder {
  const checkpointFile = (stage: StageName): string => path.join(folder, `checkpoint-${stage}.safetensors`);
  const metricsFile = path.join(folder, RUN_FILES.metrics);
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
    record: async (metrics) => await appendFile(metricsFile, formatMetrics(metrics)),
    async rewind(stage, step) {
      const lines = parseMetrics(await readFile(metricsFile, "utf8").catch(() => ""));
      // What the stage before recorded stays; there is nothing yet of the one behind.
      const kept = lines.filter((metrics) => (metrics.stage === stage ? metrics.step <= step : stage === "joint"));
      await writeWhole(metricsFile, kept.map(formatMetrics).join(""));
    },
  };
}
