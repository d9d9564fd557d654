import { readFile } from "node:fs/promises";
import { type DataSet, dataSetHash, type RunFacts } from "@fmpn/lab";

export interface RunOrigins {
  readonly from?: string | undefined;
  readonly teacher?: string | undefined;
  readonly synthetic?: RunFacts["data"][number] | undefined;
}

/** What a run's folder keeps about where it came from. */
export async function runFacts(sets: readonly DataSet[], { from, teacher, synthetic }: RunOrigins): Promise<RunFacts> {
  const real = await Promise.all(sets.map(async (set) => ({ name: set.name, hash: await dataSetHash(set), images: set.samples.length })));
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  return { version, node: process.version, startedAt: new Date().toISOString(), data: [...real, ...(synthetic ? [synthetic] : [])], from, teacher };
}
