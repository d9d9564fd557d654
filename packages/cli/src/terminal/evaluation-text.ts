import { type Evaluation, type EvaluationJson, type Explanation, EXPLANATION_NAMES, type Faithfulness, type MaskFigures, type MeanFigure, type OwnMotion, type PriorAgreement, type RegionOverlap } from "@fmpn/lab/evaluation";
import { textTable } from "./text-table.js";

/** How many unreadable files are listed; `--json` has all. */
const LISTED = 5;

/** An evaluation as a person reads it in a terminal. */
export function evaluationText(figures: EvaluationJson, { frame, unreadable, skipped = [], eyesUnseen, msPerImage, msPerFace, slices }: Evaluation): string {
  const { intervals, unrestricted, classes, per_class: perClass, images, faces_found: found, folds } = figures;
  const row = (name: string, key: "accuracy" | "balanced_accuracy" | "macro_f1"): string[] => [
    name,
    percent(figures[key]),
    `[${percent(intervals[key][0])}, ${percent(intervals[key][1])}]`,
    percent(unrestricted[key]),
  ];
  const shown = [...unreadable.slice(0, LISTED), ...(unreadable.length > LISTED ? [`… and ${unreadable.length - LISTED} more (--json has all)`] : [])];
  return lines(
    `${frame.data.name} (hash ${frame.data.hash}), model ${frame.model.file} (hash ${frame.model.hash})`,
    frame.protocol === "crops"
      ? `${images} crops${eyesUnseen > 0 ? `; eyes not seen in ${eyesUnseen}, where the set's median position stands in` : ""}`
      : `${images} pictures, a face found in ${found}; a missed face is wrong`,
    ...(frame.flip ? ["each face and its mirror image, averaged"] : []),
    ...(unreadable.length > 0 ? [`${unreadable.length} pictures could not be read and count as wrong:`, ...shown.map((line) => `  ${line}`)] : []),
    ...skipped.map(({ reason, count }) => `left out: ${count} × ${reason}`),
    "",
    textTable([
      ["%", "", "95 % interval", `all ${unrestricted.classes.length} classes`],
      row("accuracy", "accuracy"),
      row("balanced accuracy", "balanced_accuracy"),
      row("macro F1", "macro_f1"),
      ["calibration error", percent(figures.ece), "", percent(unrestricted.ece)],
      ...(folds ? [["fold mean of accuracy", percent(folds.mean.accuracy), `± ${percent(folds.standard_deviation)}`, ""]] : []),
    ]),
    `intervals: bootstrap over ${intervals.units} ${intervals.over}; answers among the set's ${classes.length} classes, beside them among all of the model's`,
    "",
    textTable([
      ["", "precision", "recall", "F1", "faces"],
      ...classes.map((name) => {
        const { precision, recall, f1, support } = perClass[name];
        return [name, percent(precision), percent(recall), percent(f1), support];
      }),
    ]),
    "",
    textTable([["truth \\ answer", ...classes], ...classes.map((name, k) => [name, ...figures.confusion[k]])]),
    "",
    ...(slices
      ? [
          textTable([
            [slices.column, "accuracy, %", "95 % interval", "balanced", "faces"],
            ...slices.slices.map(({ value, images: faces, accuracy, interval, balancedAccuracy }) => [value || "(none)", percent(accuracy), `[${percent(interval.low)}, ${percent(interval.high)}]`, percent(balancedAccuracy), faces]),
          ]),
          "",
        ]
      : []),
    `${msPerImage.toFixed(1)} ms a picture from file to answer, ${msPerFace.toFixed(1)} ms of it from crop to answer`,
  );
}

/** What was asked about the masks, as a person reads it. */
export function masksText({ regions, prior, motion, faithfulness }: MaskFigures): string {
  return [regions ? regionText(regions) : "", prior ? priorText(prior) : "", motion ? motionText(motion) : "", faithfulness ? faithfulnessText(faithfulness) : ""].join("");
}

/** How the masks cover the true motion regions. */
function regionText({ faces, atHalf, best, constant, gain, over, units }: RegionOverlap): string {
  const row = (name: string, threshold: string, { mean, interval }: MeanFigure): string[] => [name, threshold, mean.toFixed(3), range(interval)];
  return lines(
    "",
    `masks against the true motion regions of ${faces} faces, intersection over union:`,
    textTable([
      ["", "threshold", "mean", "95 % interval"],
      row("mask", "0.50", atHalf),
      row("mask", best.threshold.toFixed(2), best),
      row("constant mask of the class", constant.threshold.toFixed(2), constant),
      row("mask minus constant", "", gain),
    ]),
    `intervals: bootstrap over ${units} ${over}; thresholds are the best for this set, the constant is the mean of its own true regions`,
  );
}

/** How the masks agree with the class masks of the prior. */
function priorText({ faces, correlation, constant, matched, byClass, over, units }: PriorAgreement): string {
  return lines(
    "",
    `masks of ${faces} faces against the prior of their class:`,
    textTable([
      ["", "mean", "95 % interval"],
      ["correlation", correlation.mean.toFixed(3), range(correlation.interval)],
      ["correlation of the mean prior", constant.mean.toFixed(3), range(constant.interval)],
      ["nearest to the own class's", matched.mean.toFixed(3), range(matched.interval)],
    ]),
    "",
    textTable([
      ["", "correlation", "nearest", "faces"],
      ...byClass.map(({ label, faces: count, correlation: own, matched: share }) => [label, own.toFixed(3), share.toFixed(3), count]),
    ]),
    `intervals: bootstrap over ${units} ${over}`,
  );
}

/** How the masks agree with each face's own motion, and how dark they are where there is none. */
function motionText({ pairs, correlation, ofClass, constant, gain, brightness, over, units }: OwnMotion): string {
  const row = (name: string, { mean, interval }: MeanFigure): string[] => [name, mean.toFixed(3), range(interval)];
  return lines(
    "",
    `masks of ${pairs} faces against their own difference from the same person's neutral face:`,
    textTable([
      ["correlation", "mean", "95 % interval"],
      row("mask", correlation),
      row("mean difference of the class, of other people", ofClass),
      row("mean difference of all classes", constant),
      row("mask minus the class's", gain),
    ]),
    "",
    textTable([
      ["mean brightness of masks", "0 to 1", "95 % interval"],
      row("expressive faces", brightness.expressive),
      row("neutral faces", brightness.neutral),
      row("the face's mean colour everywhere", brightness.flat),
      row("the face's pixels shuffled", brightness.noise),
    ]),
    `intervals: bootstrap over ${units} ${over}`,
  );
}

/** How far the answer falls where the face is erased. */
function faithfulnessText(figures: Faithfulness): string {
  const { faces, eraser, curves, insertion, deletionArea, insertionArea, advantage, over, units } = figures;
  const cell = ({ mean, interval }: MeanFigure): string => `${mean.toFixed(3)} ${range(interval)}`;
  const shown = (Object.keys(EXPLANATION_NAMES) as Explanation[]).filter((name) => curves[name] !== undefined);
  const names = shown.map((name) => EXPLANATION_NAMES[name]);
  /** A row for each share: the figures of each explanation. */
  const byShare = (cellOf: (name: Explanation, level: number) => string): string[][] =>
    curves.mask.map(({ share }, level) => [`${(100 * share).toFixed(0)} %`, ...shown.map((name) => cellOf(name, level))]);
  return lines(
    "",
    `fall of the answer's probability on ${faces} faces where parts are erased (${eraser === "mean" ? "the face's mean colour" : "blurred"}):`,
    textTable([["erased", ...names], ...byShare((name, level) => (curves[name]?.[level] ? cell(curves[name][level].fall) : ""))]),
    "",
    "by how much it falls further along the mask:",
    textTable([["erased", ...names], ...byShare((name, level) => (advantage[name]?.[level] ? cell(advantage[name][level]) : ""))]),
    "",
    textTable([["answers changed, %", ...names], ...byShare((name, level) => (curves[name]?.[level] ? percent(curves[name][level].changed.mean) : ""))]),
    "",
    "what is left of it where nothing else is shown:",
    textTable([["shown", ...names], ...byShare((name, level) => (insertion[name]?.[level] ? cell(insertion[name][level].kept) : ""))]),
    "",
    textTable([
      ["area under the curve", ...names],
      ...([["deletion (less is better)", deletionArea], ["insertion (more is better)", insertionArea]] as const).flatMap(([title, areas]) => [
        [title, ...shown.map((name) => (areas[name] ? cell(areas[name].area) : ""))],
        ["  the mask is ahead by", ...shown.map((name) => (areas[name] ? cell(areas[name].ahead) : ""))],
      ]),
    ]),
    `intervals: bootstrap over ${units} ${over}; blocks of a sixteenth of the crop's side`,
  );
}

function range({ low, high }: MeanFigure["interval"]): string {
  return `[${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
