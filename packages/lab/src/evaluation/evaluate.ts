import { mirrorPicture } from "fmpn/pictures";
import { columnsOf, columnValue, type DataSet, type SkippedSamples } from "../datasets/data-set.js";
import { dataSetHash } from "../datasets/data-set-hash.js";
import type { FoldMasks } from "../prior/motion-prior.js";
import { partOf, type Shard } from "../shard.js";
import type { WorkOptions } from "../work.js";
import type { ModelIdentity } from "../model-identity.js";
import { averaged, type FaceClassifier } from "./face-classifier.js";
import type { FaceJudge, SeenFace } from "./face-judge.js";
import { type Faithfulness, faithfulnessJudge, type FaithfulnessOptions } from "./faithfulness.js";
import { foundCrops } from "./found-crops.js";
import { motionJudge, type OwnMotion } from "./own-motion.js";
import type { Prediction, Predictions } from "./prediction.js";
import { type PriorAgreement, priorJudge } from "./prior-agreement.js";
import { type Slice, slicesOf } from "./slices.js";
import { regionJudge, type RegionOverlap } from "./region-overlap.js";

/** What is asked about a model's masks, besides its answers. */
export interface MaskQuestions {
  /** How well do they cover the true motion regions of synthetic faces? */
  readonly regions?: boolean | undefined;
  /** How well do they agree with these class masks? */
  readonly priors?: readonly FoldMasks[] | undefined;
  /** Do they show how each face moved from its neutral one? */
  readonly motion?: boolean | undefined;
  /** Do the answers rest on what they show? */
  readonly faithfulness?: Pick<FaithfulnessOptions, "faces" | "eraser"> | undefined;
}

export interface EvaluateOptions extends WorkOptions, MaskQuestions {
  /** Finds the face in the whole picture, as an application must, instead of trusting that there is one. */
  readonly detect?: boolean | undefined;
  /** Averages the answer with that for the mirrored face. */
  readonly flip?: boolean | undefined;
  /** Also tells the figures by the values of this column. */
  readonly by?: string | undefined;
  /** Only this part of the pictures, for `mergeParts`. */
  readonly shard?: Shard | undefined;
}

/** What a figure must be told with. */
export interface EvaluationFrame {
  readonly data: { readonly name: string; readonly hash: string };
  readonly model: ModelIdentity;
  /** `crops`: on crops known to show a face; `pictures`: from the whole picture, detector included. */
  readonly protocol: "crops" | "pictures";
  readonly flip: boolean;
}

/** What was found out about the masks, as far as it was asked. */
export interface MaskFigures {
  readonly regions?: RegionOverlap | undefined;
  readonly prior?: PriorAgreement | undefined;
  readonly motion?: OwnMotion | undefined;
  readonly faithfulness?: Faithfulness | undefined;
}

/** A model's answers on a data set with all that was noted on the way. */
export interface Evaluation {
  readonly frame: EvaluationFrame;
  readonly predictions: Predictions;
  readonly masks: MaskFigures;
  /** By the values of a column, where that was asked. */
  readonly slices?: { readonly column: string; readonly slices: readonly Slice[] } | undefined;
  /** Pictures that could not be read, with the reason; they count as faces not found. */
  readonly unreadable: readonly string[];
  /** What the set's reader left out, where it was read here. */
  readonly skipped?: readonly SkippedSamples[] | undefined;
  /** Pictures whose crop rests on the set's median eyes. */
  readonly eyesUnseen: number;
  /** Milliseconds from file to answer, without loading the model and, for crops, without the search for eyes. */
  readonly msPerImage: number;
  /** Milliseconds from crop to answer. */
  readonly msPerFace: number;
}

/**
 * Asks a classifier for every picture of a data set (paper, section 4: accuracy on faces known to be there; with `detect` as an
 * application meets them), and what was asked about its masks, in one pass over the faces.
 *
 * @throws Error where the data set is empty, or has not what a question about masks wants
 */
export async function evaluate(dataSet: DataSet, classifier: FaceClassifier, options: EvaluateOptions = {}): Promise<Evaluation> {
  const { flip = false, detect = false } = options;
  const samples = partOf(dataSet.samples, options.shard);
  if (dataSet.samples.length === 0) throw new Error(`${dataSet.name} has no pictures to evaluate`);
  const { by } = options;
  if (by !== undefined && !columnsOf(samples).includes(by)) throw new Error(`--by ${by}: ${dataSet.name} has no such column; it has ${columnsOf(samples).join(", ")}`);
  const values: string[] = [];
  const judges = maskJudges(dataSet, classifier, options);
  const found = await foundCrops(dataSet, { ...options, size: classifier.size, margin: classifier.margin });
  const faces: Prediction[] = [];
  const unreadable: string[] = [];
  let [classifying, judging, answers] = [0, 0, 0];
  const started = performance.now();
  for await (const { sample, crop, eyes, error } of found.crops) {
    if (error !== undefined) unreadable.push(error);
    if (by !== undefined) values.push(columnValue(sample, by));
    const { file, label, subject, fold } = sample;
    const about = { file, truth: label, subject, fold: fold === undefined ? undefined : String(fold) };
    if (!crop || !eyes) {
      faces.push({ ...about, probabilities: [], faceFound: false });
      continue;
    }
    const begun = performance.now();
    const answer = await classifier.classify(crop);
    const probabilities = flip ? averaged(answer, await classifier.classify(mirrorPicture(crop))) : answer.probabilities;
    const answered = performance.now();
    faces.push({ ...about, probabilities, faceFound: true });
    await judges.see({ sample, crop, eyes, answer });
    classifying += answered - begun;
    judging += performance.now() - answered;
    answers += 1;
  }
  const took = performance.now() - started - judging;
  return {
    frame: {
      data: { name: dataSet.name, hash: await dataSetHash(dataSet) },
      model: classifier.model,
      protocol: detect ? "pictures" : "crops",
      flip,
    },
    predictions: { classes: classifier.classes, faces },
    masks: await judges.judge(),
    slices: by === undefined ? undefined : { column: by, slices: slicesOf({ classes: classifier.classes, faces }, values) },
    unreadable,
    skipped: dataSet.skipped,
    eyesUnseen: found.eyesUnseen,
    msPerImage: took / Math.max(1, samples.length),
    msPerFace: answers === 0 ? 0 : classifying / answers,
  };
}

/** The judges of what was asked, as one. */
function maskJudges(dataSet: DataSet, classifier: FaceClassifier, { regions, priors, motion, faithfulness, signal, onProgress }: EvaluateOptions): FaceJudge<MaskFigures> {
  const region = regions ? regionJudge(dataSet, classifier) : undefined;
  const prior = priors && priorJudge(dataSet, classifier, priors);
  const mover = motion ? motionJudge(dataSet, classifier) : undefined;
  const eraser = faithfulness && faithfulnessJudge(dataSet, classifier, { ...faithfulness, signal, onProgress });
  return {
    async see(face: SeenFace) {
      for (const judge of [region, prior, mover, eraser]) await judge?.see(face);
    },
    judge: async () => ({ regions: await region?.judge(), prior: await prior?.judge(), motion: await mover?.judge(), faithfulness: await eraser?.judge() }),
  };
}
