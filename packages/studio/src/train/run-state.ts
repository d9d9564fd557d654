import type { ListedRun } from "@fmpn/lab";
import type { Tone } from "@fmpn/page/parts";

/** A run that nobody has written to for so long, and whose process is not known to live, is not running. */
const SILENT_MS = 90_000;

/** What a person wants to know of a run. */
export interface RunState {
  readonly word: "finished" | "running" | "stopped" | "broken";
  readonly tone: Tone | undefined;
}

/**
 * Whether a run is under way: by its process where the studio started it, else by when it was last written to.
 *
 * @param isJob whether the studio has a living process for it
 */
export function runState({ state, changedAt }: Pick<ListedRun, "state" | "changedAt">, isJob: boolean, wasJob: boolean, now = Date.now()): RunState {
  if (state === "finished") return { word: "finished", tone: "good" };
  if (state === "broken") return { word: "broken", tone: "bad" };
  // What the studio started is running as long as its process lives, and no longer.
  const runs = wasJob ? isJob : now - changedAt.getTime() < SILENT_MS;
  return runs ? { word: "running", tone: undefined } : { word: "stopped", tone: "warn" };
}
