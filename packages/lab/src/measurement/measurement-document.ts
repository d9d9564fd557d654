import { z } from "zod";
import type { Interval } from "../evaluation/bootstrap.js";
import { measure, metricIntervals } from "../evaluation/metrics.js";
import type { Predictions } from "../evaluation/prediction.js";
import { parseDocument } from "../files/parse-document.js";
import { classesOfTruth } from "../evaluation/answers.js";
import { answersHash } from "./answers-hash.js";
import { type Split, splitSchema } from "./split.js";

/** Raised when a field gets another meaning, or figures come out otherwise. */
export const MEASUREMENT_VERSION = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: "64 hex digits of SHA-256 are wanted" });
const share = z.number().min(0).max(1);

const modelSchema = z.object({
  /** The file's name, for people. */
  file: z.string(),
  sha256: hash,
  bytes: z.int().min(1),
  opset: z.int().optional(),
  operators: z.array(z.string()).optional(),
});

const preprocessingSchema = z.object({
  /** Of the statement of another project's model; a model of this project tells itself how it wants its faces. */
  sha256: hash.optional(),
  /** Side of the crop, and its margin as `alignFace` has it. */
  size: z.int().min(1),
  margin: z.number(),
  /** Where crops are cut: by the eyes as the set or its generator knows them, as the detector finds them in a crop, or in the whole picture. */
  faces: z.enum(["known eyes", "crops", "pictures"]),
  /** Whether the answer is averaged with that for the mirrored face. */
  flip: z.boolean(),
});

const runnerSchema = z.object({
  fmpn: z.string(),
  onnxruntime: z.string().optional(),
  /** `Node.js v20.20.2`, or a browser. */
  platform: z.string(),
  provider: z.string(),
  threads: z.int().optional(),
  cpu: z.string().optional(),
  /** `none` for one's own models, or how strangers' were kept apart. */
  isolation: z.string().optional(),
});

const metric = z.object({
  value: share,
  /** Of the interval, where there is one. */
  low: share.optional(),
  high: share.optional(),
  level: z.number().optional(),
  over: z.enum(["subjects", "images"]).optional(),
  units: z.int().optional(),
});

/**
 * What was measured of a model on a split: all that a figure must be told with, and nothing that a machine cannot check again.
 * Everything but `runner`, `ms_per_image` and `measured_at` is the same for the same model on the same split.
 */
export const measurementSchema = z.object({
  version: z.literal(MEASUREMENT_VERSION, { error: ({ input }) => `${String(input)} is another version than ${MEASUREMENT_VERSION}, which this fmpn reads` }),
  model: modelSchema,
  preprocessing: preprocessingSchema,
  split: splitSchema,
  /** Answers are among the classes that the split has. */
  metrics: z.object({ accuracy: metric, balanced_accuracy: metric, macro_f1: metric, calibration_error: metric }),
  per_class: z.record(z.string(), z.object({ precision: share, recall: share, f1: share, support: z.int() })),
  classes: z.array(z.string()),
  /** Rows truth, columns answer, in the order of `classes`. */
  confusion: z.array(z.array(z.int().min(0))),
  faces_found: z.int(),
  /** See `answersHash`. */
  answers_sha256: hash,
  runner: runnerSchema,
  ms_per_image: z.number().min(0),
  measured_at: z.iso.datetime(),
});

export type MeasurementDocument = z.infer<typeof measurementSchema>;

/** What a measurement is of, besides the answers. */
export interface MeasurementFrame extends Pick<MeasurementDocument, "model" | "preprocessing" | "runner"> {
  readonly split: Split;
  readonly msPerImage: number;
  /** By default now. */
  readonly measuredAt?: Date | undefined;
}

/** Computes the figures of answers and puts them into a document. @throws Error where the answers are not of the split */
export async function measurementDocument(predictions: Predictions, { model, preprocessing, split, runner, msPerImage, measuredAt = new Date() }: MeasurementFrame): Promise<MeasurementDocument> {
  if (predictions.faces.length !== split.images) throw new Error(`${split.name} has ${split.images} pictures, and there are answers for ${predictions.faces.length}`);
  const classes = classesOfTruth(predictions);
  const figures = measure(predictions, classes);
  const { over, units, ...intervals } = metricIntervals(predictions, classes);
  const withInterval = (value: number, { low, high }: Interval): z.infer<typeof metric> => ({ value, low, high, level: 0.95, over, units });
  return {
    version: MEASUREMENT_VERSION,
    model,
    preprocessing,
    split,
    metrics: {
      accuracy: withInterval(figures.accuracy, intervals.accuracy),
      balanced_accuracy: withInterval(figures.balancedAccuracy, intervals.balancedAccuracy),
      macro_f1: withInterval(figures.macroF1, intervals.macroF1),
      calibration_error: { value: figures.calibrationError },
    },
    per_class: Object.fromEntries(classes.map((name, index) => [name, figures.perClass[index]])),
    classes,
    confusion: figures.confusion.map((row) => [...row]),
    faces_found: figures.facesFound,
    answers_sha256: await answersHash(predictions),
    runner,
    ms_per_image: msPerImage,
    measured_at: measuredAt.toISOString(),
  };
}

/** The text of a measurement's file. */
export function formatMeasurement(document: MeasurementDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Reads a measurement document. @param what the file's name, for errors @throws Error naming the fields that are wrong */
export function parseMeasurement(text: string, what: string): MeasurementDocument {
  return parseDocument(measurementSchema, text, what);
}

/** The document as JSON Schema (draft 2020-12), for others who write or check it. */
export function measurementJsonSchema(): object {
  return z.toJSONSchema(measurementSchema);
}
