import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type MetricsLine, parseMetrics, RUN_FILES } from "./run-format.js";

/** What became of a run since the last news. */
export interface RunNews {
  /** Lines that were told before and still hold; those after were forgotten, as when a run goes on from a checkpoint. */
  readonly kept: number;
  /** The lines that follow these. */
  readonly lines: readonly MetricsLine[];
  /** Whether the model is written: there will be no more. */
  readonly finished: boolean;
}

const LOOK_MS = 500;
const pauseBetweenLooks = async (signal: AbortSignal | undefined): Promise<void> => await sleep(LOOK_MS, undefined, { signal }).catch(() => {});

/**
 * Watches a run's folder, whoever trains into it: what is there first, then what is added, until the run is finished or the
 * signal is aborted. Polling, as for pictures that arrive: the system's own notices are lost on network shares.
 *
 * @param pause what is waited for before each look but the first
 */
export async function* watchRun(folder: string, { signal, pause = pauseBetweenLooks }: WatchRunOptions = {}): AsyncGenerator<RunNews, void, undefined> {
  let told: readonly string[] = [];
  let [state, first] = ["", true];
  for (;;) {
    if (signal?.aborted === true) return;
    const finished = await stat(path.join(folder, RUN_FILES.model)).then(() => true, () => false);
    const file = path.join(folder, RUN_FILES.metrics);
    const now = await stat(file).then(({ size, mtimeMs, ino }) => `${size} ${mtimeMs} ${ino}`, () => "none");
    if (first || finished || now !== state) {
      const lines = (await readFile(file, "utf8").catch(() => "")).split("\n").slice(0, -1);
      const different = lines.findIndex((line, index) => line !== told[index]);
      const kept = different < 0 ? Math.min(told.length, lines.length) : different;
      if (first || finished || kept < told.length || lines.length > kept) yield { kept, lines: parseMetrics(lines.slice(kept).join("\n")), finished };
      [told, state, first] = [lines, now, false];
    }
    if (finished) return;
    await pause(signal);
  }
}

export interface WatchRunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly pause?: ((signal: AbortSignal | undefined) => Promise<void>) | undefined;
}
