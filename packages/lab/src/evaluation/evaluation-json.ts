import { z } from "zod";
import { parseDocument } from "../files/parse-document.js";
import { allClasses, classesOfTruth } from "./answers.js";
import type { BootstrapOptions, Interval } from "./bootstrap.js";
import { CALIBRATION_BINS } from "./calibration.js";
import type { Evaluation, MaskFigures } from "./evaluate.js";
import { foldFigures } from "./fold-mean.js";
import { measure, metricIntervals, type Metrics } from "./metrics.js";
import type { Predictions } from "./prediction.js";

/** Raised when a field gets another meaning; further fields don't count. */
export const EVALUATION_VERSION = 1;

const share = z.number();
const span = z.tuple([z.number(), z.number()]);
const units = { over: z.enum(["subjects", "images"]), units: z.int() };
const meanFigure = z.object({ mean: z.number(), interval: z.object({ low: z.number(), high: z.number() }) });

const figures = {
  /** What the rows and columns of `confusion` are, and the names in `per_class`. */
  classes: z.array(z.string()),
  accuracy: share,
  balanced_accuracy: share,
  macro_f1: share,
  ece: z.number(),
  per_class: z.record(z.string(), z.object({ precision: share, recall: share, f1: share, support: z.int() })),
  /** Rows truth, columns answer. */
  confusion: z.array(z.array(z.int())),
};

/** A value for each explanation; documents from before some were measured have the first three. */
function ofExplanations<Value extends z.ZodType>(value: Value) {
  return z.object({ ...of(["mask", "random", "constant"], value), ...of(["class", "gradcam", "occlusion"], value.optional()) });
}

/** Of the model's masks, see `RegionOverlap`, `PriorAgreement`, `OwnMotion` and `Faithfulness`. */
const masks = {
  regions: z.object({ faces: z.int(), at_half: meanFigure, best: meanFigure.extend({ threshold: z.number() }), constant: meanFigure.extend({ threshold: z.number() }), gain: meanFigure, ...units }),
  prior: z.object({
    faces: z.int(),
    correlation: meanFigure,
    constant: meanFigure,
    matched: meanFigure,
    by_class: z.array(z.object({ label: z.string(), faces: z.int(), correlation: z.number(), matched: z.number() })),
    ...units,
  }),
  motion: z.object({
    pairs: z.int(),
    correlation: meanFigure,
    of_class: meanFigure,
    constant: meanFigure,
    gain: meanFigure,
    brightness: z.object(of(["expressive", "neutral", "flat", "noise"], meanFigure)),
    ...units,
  }),
  faithfulness: z.object({
    faces: z.int(),
    eraser: z.enum(["mean", "blur"]),
    curves: ofExplanations(z.array(z.object({ share, fall: meanFigure, changed: meanFigure }))),
    advantage: ofExplanations(z.array(meanFigure)).partial({ mask: true }),
    insertion: ofExplanations(z.array(z.object({ share, kept: meanFigure }))).optional(),
    deletion_area: ofExplanations(z.object({ area: meanFigure, ahead: meanFigure })).optional(),
    insertion_area: ofExplanations(z.object({ area: meanFigure, ahead: meanFigure })).optional(),
    ...units,
  }),
};

/** Figures as `fmpn evaluate --json` prints and `evaluation.json` keeps them; docs/evaluation.md tells each field. */
export const evaluationSchema = z.object({
  version: z.literal(EVALUATION_VERSION, { error: ({ input }) => `${String(input)} is another version than ${EVALUATION_VERSION}, which this fmpn reads` }).default(EVALUATION_VERSION),
  images: z.int(),
  faces_found: z.int(),
  ...figures,
  /** 95 %, by bootstrap. */
  intervals: z.object({ accuracy: span, balanced_accuracy: span, macro_f1: span, ...units, resamples: z.int() }),
  ece_bins: z.int(),
  /** The same with all of the model's classes to choose from. */
  unrestricted: z.object(figures),
  folds: z
    .object({
      accuracy: z.record(z.string(), share),
      images: z.record(z.string(), z.int()),
      mean: z.object({ accuracy: share, balanced_accuracy: share, macro_f1: share }),
      standard_deviation: z.number(),
    })
    .optional(),
  data: z.object({ name: z.string(), hash: z.string() }).optional(),
  /** `preprocessing`: the hash of the statement by which another project's model is shown its faces. */
  model: z.object({ file: z.string(), hash: z.string(), preprocessing: z.string().optional() }).optional(),
  protocol: z.enum(["crops", "pictures"]).optional(),
  flip: z.boolean().optional(),
  eyes_unseen: z.int().optional(),
  unreadable: z.array(z.string()).optional(),
  ms_per_image: z.number().optional(),
  ms_per_face: z.number().optional(),
  slices: z.object({ column: z.string(), slices: z.array(z.object({ value: z.string(), images: z.int(), accuracy: share, interval: z.object({ low: z.number(), high: z.number() }), balanced_accuracy: share })) }).optional(),
  regions: masks.regions.optional(),
  prior: masks.prior.optional(),
  motion: masks.motion.optional(),
  faithfulness: masks.faithfulness.optional(),
});

export type EvaluationJson = z.infer<typeof evaluationSchema>;

/**
 * Reads what `formatEvaluation` wrote; files from before there were versions are of version 1.
 *
 * @param what the file's name, for errors
 * @throws Error naming the fields that are wrong
 */
export function parseEvaluation(text: string, what: string): EvaluationJson {
  return parseDocument(evaluationSchema, text, what);
}

/** The text of an evaluation's file. */
export function formatEvaluation(evaluation: EvaluationJson): string {
  return `${JSON.stringify(evaluation, undefined, 2)}\n`;
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
    version: EVALUATION_VERSION,
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
export function evaluationJson({ frame, predictions, masks: found, slices, ...noted }: Evaluation, options: BootstrapOptions = {}): EvaluationJson {
  return {
    ...figuresJson(predictions, options),
    ...frame,
    eyes_unseen: noted.eyesUnseen,
    unreadable: [...noted.unreadable],
    ms_per_image: noted.msPerImage,
    ms_per_face: noted.msPerFace,
    ...(slices && { slices: snakeCased(slices) as EvaluationJson["slices"] }),
    ...masksJson(found),
  };
}

function figuresOf({ classes, accuracy, balancedAccuracy, macroF1, calibrationError, perClass, confusion }: Metrics): Pick<EvaluationJson, keyof typeof figures> {
  return {
    accuracy,
    balanced_accuracy: balancedAccuracy,
    macro_f1: macroF1,
    ece: calibrationError,
    per_class: Object.fromEntries(classes.map((name, index) => [name, perClass[index]])),
    classes: [...classes],
    confusion: confusion.map((row) => [...row]),
  };
}

/** The masks' figures with the names of JSON: `atHalf` becomes `at_half`. */
function masksJson(found: MaskFigures): Pick<EvaluationJson, "regions" | "prior" | "motion" | "faithfulness"> {
  return snakeCased(found) as Pick<EvaluationJson, "regions" | "prior" | "motion" | "faithfulness">;
}

function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), snakeCased(entry)]));
}

function spanOf({ low, high }: Interval): [number, number] {
  return [low, high];
}

function of<const Name extends string, Kind>(names: readonly Name[], kind: Kind): Record<Name, Kind> {
  return Object.fromEntries(names.map((name) => [name, kind])) as Record<Name, Kind>;
}
