/** A training in a process of its own: the plan comes as JSON in the first argument; Ctrl-C stops it after a checkpoint. */
import { startTraining, type TrainingPlan } from "@fmpn/lab";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort(new Error("stopped; it can be resumed")));

const say = (line: string): void => void process.stdout.write(`${line}\n`);
let last = 0;
try {
  const plan = JSON.parse(process.argv[2] ?? "") as TrainingPlan;
  const model = await startTraining(plan, {
    signal: stop.signal,
    onNote: say,
    onProgress: ({ what, done, total }) => {
      // A line every few seconds is enough of a log.
      if (Date.now() - last < 5000 && done < total) return;
      last = Date.now();
      say(`${what}: ${done} of ${total}`);
    },
  });
  say(`written: ${model}`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
