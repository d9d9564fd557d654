import { allClasses, classesOfTruth } from "./answers.js";
import type { BootstrapOptions, Interval } from "./bootstrap.js";
import { CALIBRATION_BINS } from "./calibration.js";
import type { ClassFigures } from "./confusion.js";
import type { Evaluation, EvaluationFrame } from "./evaluate.js";
import { foldFigures } from "./fold-mean.js";
import { measure, metricIntervals, type Metrics } from "./metrics.js";
import type { Predictions } from "./prediction.js";

type Span = readonly [low: number, high: number];

interface FiguresJson {
  readonly classes: readonly string[];
  readonly accuracy: number;
  readonly balanced_accuracy: number;
  readonly macro_f1: number;
  readonly ece: number;
  readonly per_class: Readonly<Record<string, ClassFigures>>;
  /** Rows truth, columns answer, in the order of `classes`. */
  readonly confusion: readonly (readonly number[])[];
}

/** Figures as `fmpn evaluate --json` prints and `evaluation.json` keeps them. */
export interface EvaluationJson extends FiguresJson {
  readonly images: number;
  readonly faces_found: number;
  /** 95 %, by bootstrap. */
  readonly intervals: {
    readonly accuracy: Span;
    readonly balanced_accuracy: Span;
    readonly macro_f1: Span;
    readonly over: "subjects" | "images";
    readonly units: number;
    readonly resamples: number;
  };
  readonly ece_bins: number;
  /** The same with all of the model's classes to choose from. */
  readonly unrestricted: FiguresJson;
  readonly folds?: {
    readonly accuracy: Readonly<Record<string, number>>;
    readonly images: Readonly<Record<string, number>>;
    readonly mean: { readonly accuracy: number; readonly balanced_accuracy: number; readonly macro_f1: number };
    readonly standard_deviation: number;
  };
  readonly data?: EvaluationFrame["data"];
  readonly model?: EvaluationFrame["model"];
  readonly protocol?: EvaluationFrame["protocol"];
  readonly flip?: boolean;
  readonly eyes_unseen?: number;
  readonly unreadable?: readonly string[];
  readonly ms_per_image?: number;
  readonly ms_per_face?: number;
}

/**
 * All figures of predictions in one object: answers restricted to the classes that the faces have, and unrestricted ones beside
 * them. Deterministic.
 */
export function figuresJson(predictions: Predictions, options: BootstrapOptions = {}): EvaluationJson {
  const classes = classesOfTruth(predictions);
  const metrics = measure(predictions, classes);
  const intervals = metricIntervals(predictions, classes, options);
  const folds = foldFigures(predictions, classes);
  return {
    images: metrics.images,
    faces_found: metrics.facesFound,
    ...figuresOf(metrics),
    intervals: {
      accuracy: spanOf(intervals.accuracy),
      balanced_accuracy: spanOf(intervals.balancedAccuracy),
      macro_f1: spanOf(intervals.macroF1),
      over: intervals.over,
      units: intervals.units,
      resamples: intervals.resamples,
    },
    ece_bins: CALIBRATION_BINS,
    unrestricted: figuresOf(measure(predictions, allClasses(predictions))),
    ...(folds && {
      folds: {
        accuracy: Object.fromEntries(folds.folds.map(({ fold, metrics: { accuracy } }) => [fold, accuracy])),
        images: Object.fromEntries(folds.folds.map(({ fold, metrics: { images } }) => [fold, images])),
        mean: { accuracy: folds.mean.accuracy, balanced_accuracy: folds.mean.balancedAccuracy, macro_f1: folds.mean.macroF1 },
        standard_deviation: folds.deviation,
      },
    }),
  };
}

/** The figures of an evaluation with their frame. All but the milliseconds is the same each time. */
export function evaluationJson({ frame, predictions, ...noted }: Evaluation, options: BootstrapOptions = {}): EvaluationJson {
  return {
    ...figuresJson(predictions, options),
    ...frame,
    eyes_unseen: noted.eyesUnseen,
    unreadable: noted.unreadable,
    ms_per_image: noted.msPerImage,
    ms_per_face: noted.msPerFace,
  };
}

function figuresOf({ classes, accuracy, balancedAccuracy, macroF1, calibrationError, perClass, confusion }: Metrics): FiguresJson {
  return {
    accuracy,
    balanced_accuracy: balancedAccuracy,
    macro_f1: macroF1,
    ece: calibrationError,
    per_class: Object.fromEntries(classes.map((name, index) => [name, perClass[index]])),
    classes,
    confusion,
  };
}

function spanOf({ low, high }: Interval): Span {
  return [low, high];
}
