import { readFile } from "node:fs/promises";
import { type DataSet, dataSetHash, type RunFacts } from "@fmpn/lab";

export interface RunOrigins {
  readonly from?: string | undefined;
  readonly teacher?: string | undefined;
  readonly synthetic?: RunFacts["data"][number] | undefined;
  readonly masks?: DataSet | undefined;
  readonly holdOut?: number | undefined;
  readonly unlike?: readonly DataSet[] | undefined;
}

/** What a run's folder keeps about where it came from. */
export async function runFacts(sets: readonly DataSet[], { from, teacher, synthetic, masks, holdOut, unlike = [] }: RunOrigins): Promise<RunFacts> {
  const real = await Promise.all(sets.map(described));
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  return {
    version,
    node: process.version,
    startedAt: new Date().toISOString(),
    data: [...real, ...(synthetic ? [synthetic] : [])],
    masks: masks && (await described(masks)),
    plan: { holdOut, ...(unlike.length > 0 ? { unlike: await Promise.all(unlike.map(described)) } : {}) },
    from,
    teacher,
  };
}

async function described(set: DataSet): Promise<RunFacts["data"][number]> {
  return { name: set.name, hash: await dataSetHash(set), images: set.samples.length };
}
