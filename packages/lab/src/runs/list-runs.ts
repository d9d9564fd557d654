import { type Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Recipe } from "../plans/recipe.js";
import { type MetricsLine, parseFacts, parseMetrics, parseRecipe, RUN_FILES, type RunFacts } from "./run-format.js";

/** A run's folder at a glance. */
export interface ListedRun {
  readonly folder: string;
  /** The folder's path below that which was listed. */
  readonly name: string;
  readonly kind: "training" | "crossval";
  /** `broken`: what is wrong is told by `problem`. */
  readonly state: "begun" | "finished" | "broken";
  readonly problem?: string | undefined;
  /** Of a cross-validation, that of its first fold. */
  readonly recipe?: Recipe | undefined;
  readonly facts?: RunFacts | undefined;
  /** The last line of its metrics, and the last with a validation. */
  readonly last?: MetricsLine | undefined;
  readonly validated?: MetricsLine | undefined;
  /** Of a cross-validation: folds that are finished, and that were begun. */
  readonly folds?: { readonly finished: number; readonly begun: number } | undefined;
  /** When something was last written. */
  readonly changedAt: Date;
}

/**
 * Finds the runs below a folder, the one that changed last first. A folder that cannot be read as a run is listed with what is
 * wrong, and does not keep the others from being listed.
 *
 * @param depth how many folders deep is looked
 */
export async function listRuns(folder: string, { depth = 3 }: { readonly depth?: number } = {}): Promise<ListedRun[]> {
  const runs: ListedRun[] = [];
  const look = async (place: string, left: number): Promise<void> => {
    const entries = await readdir(place, { withFileTypes: true }).catch((): Dirent[] => []);
    const run = await listedRun(place, path.relative(folder, place) || path.basename(path.resolve(place)), entries);
    if (run) runs.push(run);
    else if (left > 0) for (const entry of entries) if (entry.isDirectory() && !entry.name.startsWith(".")) await look(path.join(place, entry.name), left - 1);
  };
  await look(folder, depth);
  return runs.sort((a, b) => b.changedAt.getTime() - a.changedAt.getTime());
}

async function listedRun(folder: string, name: string, entries: readonly Dirent[]): Promise<ListedRun | undefined> {
  const has = (file: string): boolean => entries.some((entry) => entry.name === file);
  const folds = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith("fold-")).map((entry) => path.join(folder, entry.name));
  const isRun = has(RUN_FILES.recipe) && has(RUN_FILES.facts);
  if (!isRun && folds.length === 0) return undefined;
  const kind = isRun ? "training" : "crossval";
  const source = isRun ? folder : (folds[0] ?? folder);
  const changedAt = await lastChange([folder, ...folds].flatMap((place) => [place, path.join(place, RUN_FILES.metrics)]));
  const about = { folder, name, kind, changedAt } as const;
  try {
    const read = async <Content>(file: string, parse: (text: string, file: string) => Content): Promise<Content> => parse(await readFile(path.join(source, file), "utf8"), path.join(source, file));
    const lines = await read(RUN_FILES.metrics, parseMetrics).catch((): MetricsLine[] => []);
    const finished = await Promise.all(folds.map(async (fold) => await exists(path.join(fold, RUN_FILES.predictions))));
    return {
      ...about,
      state: has(isRun ? RUN_FILES.model : RUN_FILES.predictions) ? "finished" : "begun",
      recipe: await read(RUN_FILES.recipe, parseRecipe),
      facts: await read(RUN_FILES.facts, parseFacts),
      last: isRun ? lines.at(-1) : undefined,
      validated: isRun ? lines.findLast(({ validation }) => validation !== undefined) : undefined,
      folds: isRun ? undefined : { finished: finished.filter(Boolean).length, begun: folds.length },
    };
  } catch (error) {
    return { ...about, state: "broken", problem: error instanceof Error ? error.message : String(error) };
  }
}

async function lastChange(files: readonly string[]): Promise<Date> {
  const times = await Promise.all(files.map(async (file) => await stat(file).then(({ mtimeMs }) => mtimeMs, () => 0)));
  return new Date(Math.max(...times));
}

async function exists(file: string): Promise<boolean> {
  return await stat(file).then(() => true, () => false);
}
