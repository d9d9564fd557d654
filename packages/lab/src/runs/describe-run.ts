import { readFile } from "node:fs/promises";
import type { DataSet } from "../datasets/data-set.js";
import { dataSetHash } from "../datasets/data-set-hash.js";
import type { NamedSet, RunFacts } from "./run-format.js";

/** What a run is made of, besides its recipe. */
export interface RunOrigins extends Pick<RunFacts, "engine" | "teacher" | "plan"> {
  readonly data: readonly (DataSet | NamedSet)[];
  readonly masks?: DataSet | undefined;
  readonly holdOut?: number | undefined;
  readonly unlike?: readonly DataSet[] | undefined;
}

/** What a run's folder keeps about where it came from. */
export async function describeRun({ data, masks, holdOut, unlike = [], ...facts }: RunOrigins): Promise<Omit<RunFacts, "format">> {
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  return {
    version,
    node: process.version,
    startedAt: new Date().toISOString(),
    data: await Promise.all(data.map(named)),
    masks: masks && (await named(masks)),
    choice: { holdOut, ...(unlike.length > 0 ? { unlike: await Promise.all(unlike.map(named)) } : {}) },
    ...facts,
  };
}

async function named(set: DataSet | NamedSet): Promise<NamedSet> {
  return "samples" in set ? { name: set.name, hash: await dataSetHash(set), images: set.samples.length } : set;
}
