import type { TrainingProgress } from "@fmpn/lab";
import { formatSeconds } from "./progress-bar.js";

/** Tells how training goes: a live line for a person, a plain line now and then for a pipe. */
export interface TrainingReporter {
  readonly progress: (progress: TrainingProgress) => void;
  readonly validation: (stage: string, epoch: number, figures: Readonly<Record<string, number>>) => void;
  /** The same progress, with a name before it. */
  readonly named: (name: string) => (progress: TrainingProgress) => void;
  note(text: string): void;
}

const [LIVE_MS, PLAIN_MS] = [200, 20_000];
/** How long one of several trainings has the live line. */
const TURN_MS = 3000;
/** Share of the past in the smoothed figures. */
const INERTIA = 0.95;

export function trainingReporter(stream: NodeJS.WriteStream): TrainingReporter {
  const live = stream.isTTY;
  const clear = live ? "\r\x1b[2K" : "";
  const line = (text: string): void => void stream.write(`${clear}${text}\n`);
  let turn = { name: "", since: -Infinity };
  const report = (name: string): ((progress: TrainingProgress) => void) => {
    let [stage, seen, written] = ["", 0, 0];
    let smooth = { loss: 0, maskLoss: 0, classLoss: 0, accuracy: 0, imagesPerSecond: 0 };
    return (progress) => {
      if (progress.stage !== stage) [stage, seen] = [progress.stage, 0];
      // A mean of what was seen at first, then one that forgets.
      const past = Math.min(INERTIA, seen / (seen + 1));
      seen += 1;
      const blend = (old: number, now = 0): number => past * old + (1 - past) * now;
      smooth = {
        loss: blend(smooth.loss, progress.loss),
        maskLoss: blend(smooth.maskLoss, progress.maskLoss),
        classLoss: blend(smooth.classLoss, progress.classLoss),
        accuracy: blend(smooth.accuracy, progress.accuracy),
        // Speeds are averaged as times.
        imagesPerSecond: 1 / blend(seen === 1 ? 0 : 1 / smooth.imagesPerSecond, 1 / progress.imagesPerSecond),
      };
      const now = performance.now();
      const last = progress.step === progress.steps;
      if (!last && now - written < (live ? LIVE_MS : PLAIN_MS)) return;
      written = now;
      if (live && name !== turn.name) {
        if (now - turn.since < TURN_MS) return;
        turn = { name, since: now };
      }
      stream.write(live ? `${clear}${name}${describe(progress, smooth)}${last ? "\n" : ""}` : `${name}${describe(progress, smooth)}\n`);
    };
  };
  return {
    progress: report(""),
    named: report,
    validation(_stage, epoch, figures) {
      const parts = Object.entries(figures).map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${(100 * value).toFixed(2)} %`);
      line(`epoch ${epoch} on held-out faces: ${parts.join(", ")}`);
    },
    note: line,
  };
}

/** Loss of the masks where there are any, of the classes, and how many are right. */
function classParts({ maskLoss }: TrainingProgress, smooth: { loss: number; maskLoss: number; classLoss: number; accuracy: number }): string {
  const parts = maskLoss === undefined ? "" : ` (mask ${smooth.maskLoss.toFixed(4)}, class ${smooth.classLoss.toFixed(3)})`;
  return `loss ${smooth.loss.toFixed(3)}${parts}, batches right ${(100 * smooth.accuracy).toFixed(1)} %`;
}

function describe(progress: TrainingProgress, smooth: { loss: number; maskLoss: number; classLoss: number; accuracy: number; imagesPerSecond: number }): string {
  const { stage, epoch, epochs, step, steps, learningRate, classLoss } = progress;
  const perStep = step === 0 ? 0 : batchSeconds(progress, smooth.imagesPerSecond);
  const parts = [
    `${stage} stage, epoch ${epoch + 1}/${epochs}, step ${step}/${steps}`,
    classLoss === undefined
      ? `loss ${smooth.loss.toFixed(4)}`
      : classParts(progress, smooth),
    `rate ${learningRate.toExponential(1)}`,
    `${smooth.imagesPerSecond.toFixed(0)} images/s`,
    `${formatSeconds(perStep * (steps - step))} left`,
  ];
  return parts.join("  ");
}

function batchSeconds({ batch }: TrainingProgress, imagesPerSecond: number): number {
  return batch / imagesPerSecond;
}
