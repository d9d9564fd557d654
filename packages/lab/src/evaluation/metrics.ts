import { type Answers, answersAmong } from "./answers.js";
import { bootstrap, type BootstrapOptions, type Interval, unitsOf } from "./bootstrap.js";
import { expectedCalibrationError } from "./calibration.js";
import { addFace, type ClassFigures, classFigures, type Confusion, confusionFigures, type ConfusionFigures, confusionOf } from "./confusion.js";
import type { Predictions } from "./prediction.js";

/** What is told of a model on a set of faces. Shares and figures are in [0, 1]. */
export interface Metrics extends ConfusionFigures {
  /** Order of `perClass` and of the confusion's rows and columns. */
  readonly classes: readonly string[];
  readonly images: number;
  readonly facesFound: number;
  readonly perClass: readonly ClassFigures[];
  /** Rows truth, columns answer; faces that were not found are in no column. */
  readonly confusion: readonly (readonly number[])[];
  /** Expected calibration error, see `expectedCalibrationError`. */
  readonly calibrationError: number;
}

/** 95 % intervals of the figures. */
export interface MetricIntervals {
  readonly accuracy: Interval;
  readonly balancedAccuracy: Interval;
  readonly macroF1: Interval;
  /** What was drawn anew, and how many of them there are. */
  readonly over: "subjects" | "images";
  readonly units: number;
  readonly resamples: number;
}

/**
 * All figures of predictions, but for the intervals (see `metricIntervals`).
 *
 * @param classes the answers are restricted to these; by default the classes that the faces have. For the model's own answer
 *   give `allClasses(predictions)`.
 */
export function measure(predictions: Predictions, classes?: readonly string[]): Metrics {
  return measureAnswers(answersAmong(predictions, classes));
}

function measureAnswers(answers: Answers): Metrics {
  const { classes, answer } = answers;
  const confusion = confusionOf(answers);
  return {
    classes,
    images: answer.length,
    facesFound: answer.reduce((found, each) => found + (each < 0 ? 0 : 1), 0),
    ...confusionFigures(confusion),
    perClass: classes.map((_, index) => classFigures(confusion, index)),
    confusion: classes.map((_, row) => [...confusion.counts.subarray(row * classes.length, (row + 1) * classes.length)]),
    calibrationError: expectedCalibrationError(answers),
  };
}

/** Bootstrap intervals of the figures, over subjects where every face has one, else over images. */
export function metricIntervals(predictions: Predictions, classes?: readonly string[], options: BootstrapOptions = {}): MetricIntervals {
  const { truth, answer, classes: among } = answersAmong(predictions, classes);
  const units = unitsOf(predictions.faces);
  const confusion: Confusion = { classes: among, counts: new Float64Array(among.length ** 2), missed: new Float64Array(among.length) };
  const figures = (drawn: Uint32Array): number[] => {
    confusion.counts.fill(0);
    confusion.missed.fill(0);
    for (const unit of drawn) for (const face of units.members[unit]) addFace(confusion, truth[face], answer[face]);
    const { accuracy, balancedAccuracy, macroF1 } = confusionFigures(confusion);
    return [accuracy, balancedAccuracy, macroF1];
  };
  const nothing = { low: 0, high: 0 };
  const [accuracy = nothing, balancedAccuracy = nothing, macroF1 = nothing] = bootstrap(units, figures, options);
  return { accuracy, balancedAccuracy, macroF1, over: units.of, units: units.members.length, resamples: options.resamples ?? 2000 };
}
