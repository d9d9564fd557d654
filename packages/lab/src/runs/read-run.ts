import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type EvaluationJson, parseEvaluation } from "../evaluation/evaluation-json.js";
import type { Predictions } from "../evaluation/prediction.js";
import { parsePredictions } from "../evaluation/predictions-csv.js";
import type { Recipe } from "../plans/recipe.js";
import { type MetricsLine, parseFacts, parseMetrics, parseRecipe, RUN_FILES, type RunFacts } from "./run-format.js";

/** What `fmpn evaluate --json` printed into a file of the run. */
export interface StoredEvaluation {
  readonly file: string;
  readonly figures: EvaluationJson;
}

/** All that a run's folder tells; whatever it lacks is left out. */
export interface RunRecord {
  readonly name: string;
  readonly folder: string;
  readonly recipe?: Recipe | undefined;
  readonly facts?: RunFacts | undefined;
  /** Its own course of training, or one for each fold. */
  readonly histories: readonly (readonly MetricsLine[])[];
  readonly predictions?: Predictions | undefined;
  /** How many folds the predictions are of, where a cross-validation is not finished. */
  readonly foldsSoFar?: number | undefined;
  readonly evaluations: readonly StoredEvaluation[];
  /** Model files by fold; "" is the run's own. */
  readonly models: ReadonlyMap<string, string>;
  /** The last picture of its masks, a PNG file. */
  readonly maskSheet?: Uint8Array | undefined;
}

/** Whether the run's masks mean anything: without a prior the generator stays as it was drawn. */
export function usesPrior({ recipe }: RunRecord): boolean {
  return recipe?.prior !== "none";
}

/**
 * Reads the folder of a training run or of a cross-validation (with a folder `fold-<name>` for each fold).
 *
 * @param name for the report, by default the folder's
 * @throws Error where the folder holds nothing of a run, or naming the file that is broken
 */
export async function readRun(folder: string, name = path.basename(path.resolve(folder))): Promise<RunRecord> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new Error(`${folder} is no folder; name the folder of a run`);
  });
  const folds = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith("fold-")).map((entry) => entry.name.slice("fold-".length));
  folds.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const parts = [{ fold: "", folder }, ...folds.map((fold) => ({ fold, folder: path.join(folder, `fold-${fold}`) }))];

  const histories = await Promise.all(parts.map(async (part) => parseMetrics((await readText(path.join(part.folder, RUN_FILES.metrics))) ?? "")));
  const models = new Map<string, string>();
  for (const part of parts) if ((await readdir(part.folder)).includes(RUN_FILES.model)) models.set(part.fold, path.join(part.folder, RUN_FILES.model));
  const evaluations = await Promise.all(
    entries
      .map((entry) => entry.name)
      .filter((file) => /^evaluation.*\.json$/.test(file))
      .sort()
      .map(async (file) => ({ file, figures: parseEvaluation(await readFile(path.join(folder, file), "utf8"), path.join(folder, file)) })),
  );
  const record: RunRecord = {
    name,
    folder,
    recipe: await first(parts, RUN_FILES.recipe, parseRecipe),
    facts: await first(parts, RUN_FILES.facts, parseFacts),
    histories: histories.filter((history) => history.length > 0),
    ...(await answersOf(parts)),
    evaluations,
    models,
    maskSheet: await lastPicture(path.join(folder, RUN_FILES.masks)),
  };
  if (!record.recipe && !record.predictions && record.histories.length === 0 && evaluations.length === 0) {
    throw new Error(`${folder} holds no run: there is no recipe.json, metrics.jsonl, predictions.csv or evaluation.json in it`);
  }
  return record;
}

async function readPredictions(folder: string): Promise<Predictions | undefined> {
  const file = path.join(folder, RUN_FILES.predictions);
  const table = await readText(file);
  return table === undefined ? undefined : parsePredictions(table, file);
}

/** The run's own answers; of a cross-validation that is not finished, those of the folds that are. */
async function answersOf([run, ...folds]: readonly { readonly folder: string }[]): Promise<Pick<RunRecord, "predictions" | "foldsSoFar">> {
  const predictions = run && (await readPredictions(run.folder));
  if (predictions) return { predictions };
  const finished = (await Promise.all(folds.map(async ({ folder }) => await readPredictions(folder)))).filter((fold) => fold !== undefined);
  const [first] = finished;
  return first ? { predictions: { classes: first.classes, faces: finished.flatMap(({ faces }) => faces) }, foldsSoFar: finished.length } : {};
}

async function readText(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

/** The run's own file, else that of its first fold: folds differ in their data alone. */
async function first<Content>(parts: readonly { readonly folder: string }[], name: string, parse: (text: string, file: string) => Content): Promise<Content | undefined> {
  for (const { folder } of parts) {
    const file = path.join(folder, name);
    const text = await readText(file);
    if (text !== undefined) return parse(text, file);
  }
  return undefined;
}

async function lastPicture(folder: string): Promise<Uint8Array | undefined> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".png")).sort();
  const last = files.at(-1);
  return last === undefined ? undefined : new Uint8Array(await readFile(path.join(folder, last)));
}
