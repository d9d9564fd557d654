import type { TrainingReporter } from "./training-reporter.js";

/** Makes Ctrl-C end training after the step under way and its checkpoint; pressed again it ends at once. */
export function stopBetweenSteps(reporter: TrainingReporter, howToGoOn: string): AbortSignal {
  const stop = new AbortController();
  process.removeAllListeners("SIGINT");
  process.once("SIGINT", () => {
    const how = reporter.begun ? `stopping after this step; ${howToGoOn}` : "stopping; nothing was begun yet that could refuse the same call again";
    reporter.note(how);
    stop.abort(new Interrupted(how));
  });
  return stop.signal;
}

/** Training was stopped by Ctrl-C: the command ends with the exit code for that. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
