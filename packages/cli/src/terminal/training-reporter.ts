import type { Progress } from "@fmpn/lab";
import type { StartTrainingOptions, TrainingProgress } from "@fmpn/lab/training";
import { fitLine, formatSeconds, progressBar } from "./progress-bar.js";

/** Tells how training goes: a live line for a person, a plain line now and then for a pipe. */
export interface TrainingReporter {
  /** Of the preparation a bar, of training a line; several folds take turns. */
  readonly progress: (progress: Progress | TrainingProgress) => void;
  readonly validation: NonNullable<StartTrainingOptions["onValidation"]>;
  note(text: string): void;
  /** Whether a step of training was told of: from then on there is a run to go on with. */
  readonly begun: boolean;
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
  const bar = progressBar();
  const lines = new Map<string, ReturnType<typeof smoothing>>();
  const written = new Map<string, number>();
  let turn = { fold: "", since: -Infinity };
  let start: { readonly at: number; readonly share: number } | undefined;
  const tell = (progress: TrainingProgress): void => {
    const { fold = "", share } = progress;
    const now = performance.now();
    start ??= { at: now, share };
    const smooth = lines.get(fold) ?? smoothing();
    lines.set(fold, smooth);
    const figures = smooth(progress);
    const last = progress.done === progress.total;
    if (!last && now - (written.get(fold) ?? 0) < (live ? LIVE_MS : PLAIN_MS)) return;
    written.set(fold, now);
    if (live && fold !== turn.fold) {
      if (now - turn.since < TURN_MS) return;
      turn = { fold, since: now };
    }
    const left = share > start.share ? [`${formatSeconds(((now - start.at) / 1000) * ((1 - share) / (share - start.share)))} left`] : [];
    const parts = [`${fold === "" ? "" : `fold ${fold}: `}${progress.stage} ${progress.epoch + 1}/${progress.epochs}, step ${progress.done}/${progress.total}`, ...left, ...describe(progress, figures)];
    stream.write(live ? `${clear}${fitLine(parts.join("  "), stream.columns)}${last ? "\n" : ""}` : `${parts.join("  ")}\n`);
  };
  return {
    progress: (progress) => ("stage" in progress ? tell(progress) : bar(progress)),
    get begun() {
      return start !== undefined;
    },
    validation(epoch, figures) {
      const parts = Object.entries(figures).map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${(100 * value).toFixed(2)} %`);
      line(`epoch ${epoch} on held-out faces: ${parts.join(", ")}`);
    },
    note: line,
  };
}

interface Smooth {
  readonly loss: number;
  readonly maskLoss: number;
  readonly classLoss: number;
  readonly accuracy: number;
  readonly imagesPerSecond: number;
}

/** A mean of what was seen of a stage at first, then one that forgets. */
function smoothing(): (progress: TrainingProgress) => Smooth {
  let [stage, seen] = ["", 0];
  let smooth: Smooth = { loss: 0, maskLoss: 0, classLoss: 0, accuracy: 0, imagesPerSecond: 0 };
  return (progress) => {
    if (progress.stage !== stage) [stage, seen] = [progress.stage, 0];
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
    return smooth;
  };
}

/** What matters most comes first: a narrow terminal shows no more. */
function describe({ learningRate, classLoss, maskLoss }: TrainingProgress, smooth: Smooth): string[] {
  const speed = [`${smooth.imagesPerSecond.toFixed(0)} images/s`, `rate ${learningRate.toExponential(1)}`];
  if (classLoss === undefined) return [`loss ${smooth.loss.toFixed(4)}`, ...speed];
  const parts = maskLoss === undefined ? "" : ` (mask ${smooth.maskLoss.toFixed(4)}, class ${smooth.classLoss.toFixed(3)})`;
  return [`batches right ${(100 * smooth.accuracy).toFixed(1)} %`, `loss ${smooth.loss.toFixed(3)}${parts}`, ...speed];
}
