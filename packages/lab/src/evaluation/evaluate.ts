import type { DataSet } from "../datasets/data-set.js";
import { dataSetHash } from "../datasets/data-set-hash.js";
import { type FaceClassifier, type ModelIdentity, withFlip } from "./face-classifier.js";
import { foundCrops, type FoundCropsOptions } from "./found-crops.js";
import type { Prediction, Predictions } from "./prediction.js";

export interface EvaluateOptions extends Omit<FoundCropsOptions, "size" | "margin"> {
  /** Averages the answer with that for the mirrored face. */
  readonly flip?: boolean;
}

/** What a figure must be told with. */
export interface EvaluationFrame {
  readonly data: { readonly name: string; readonly hash: string };
  readonly model: ModelIdentity;
  /** `crops`: on crops known to show a face; `pictures`: from the whole picture, detector included. */
  readonly protocol: "crops" | "pictures";
  readonly flip: boolean;
}

/** A model's answers on a data set with all that was noted on the way. */
export interface Evaluation {
  readonly frame: EvaluationFrame;
  readonly predictions: Predictions;
  /** Pictures that could not be read, with the reason; they count as faces not found. */
  readonly unreadable: readonly string[];
  /** Pictures whose crop rests on the set's median eyes. */
  readonly eyesUnseen: number;
  /** Milliseconds from file to answer, without loading the model and, for crops, without the search for eyes. */
  readonly msPerImage: number;
  /** Milliseconds from crop to answer. */
  readonly msPerFace: number;
}

/**
 * Asks a classifier for every picture of a data set (paper, section 4: accuracy on faces known to be there; with `detect` as an
 * application meets them).
 *
 * @throws Error where the data set is empty
 */
export async function evaluate(dataSet: DataSet, classifier: FaceClassifier, options: EvaluateOptions = {}): Promise<Evaluation> {
  const { flip = false, detect = false, ...cropping } = options;
  const { samples } = dataSet;
  if (samples.length === 0) throw new Error(`${dataSet.name} has no pictures to evaluate`);
  const asked = flip ? withFlip(classifier) : classifier;
  const found = await foundCrops(dataSet, { ...cropping, detect, size: classifier.size, margin: classifier.margin });
  const faces: Prediction[] = [];
  const unreadable: string[] = [];
  let classifying = 0;
  let answers = 0;
  const started = performance.now();
  for await (const { sample, crop, error } of found.crops) {
    if (error !== undefined) unreadable.push(error);
    const begun = performance.now();
    const probabilities = crop ? (await asked.classify(crop)).probabilities : [];
    if (crop) {
      classifying += performance.now() - begun;
      answers += 1;
    }
    const { file, label, subject, fold } = sample;
    faces.push({ file, truth: label, subject, fold: fold === undefined ? undefined : String(fold), probabilities, faceFound: crop !== undefined });
  }
  return {
    frame: {
      data: { name: dataSet.name, hash: await dataSetHash(dataSet) },
      model: classifier.model,
      protocol: detect ? "pictures" : "crops",
      flip,
    },
    predictions: { classes: classifier.classes, faces },
    unreadable,
    eyesUnseen: found.eyesUnseen,
    msPerImage: (performance.now() - started) / samples.length,
    msPerFace: answers === 0 ? 0 : classifying / answers,
  };
}
