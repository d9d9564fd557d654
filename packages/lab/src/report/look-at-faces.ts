import { createRandom } from "@fmpn/graph";
import { createPicture, encodePng, type Picture } from "fmpn/pictures";
import { colorMask } from "fmpn/prior";
import type { DataSet, Sample } from "../datasets/data-set.js";
import { answersAmong } from "../evaluation/answers.js";
import { openModelClassifier } from "../evaluation/model-classifier.js";
import { foundCrops } from "../evaluation/found-crops.js";
import type { Predictions } from "../evaluation/prediction.js";
import { classMeans } from "../evaluation/region-overlap.js";
import type { WorkOptions } from "../work.js";
import { type RunRecord, usesPrior } from "../runs/read-run.js";

/** A face that a model was sure of and wrong. */
export interface Mistake {
  readonly file: string;
  readonly truth: string;
  readonly answer: string;
  /** Of the answer, among the set's classes. */
  readonly confidence: number;
  /** PNG files: the face as the model saw it, and its mask in colours. */
  readonly pictures: readonly Uint8Array[];
}

/** What is seen when a run's models are shown the faces that they were tested on. */
export interface FaceLook {
  /** The mean mask of some faces of each true class, PNG files. */
  readonly masks: readonly { readonly label: string; readonly faces: number; readonly picture: Uint8Array }[];
  /** Most sure first. */
  readonly mistakes: readonly Mistake[];
}

export interface LookOptions extends WorkOptions {
  readonly mistakes?: number | undefined;
  /** Faces of a class that its mean mask is made of, drawn by chance. */
  readonly perClass?: number | undefined;
}

/**
 * Shows a run's tested faces to the models that were tested on them: for their masks, and for a look at what they got wrong.
 * Undefined where the run has no predictions or models, or none of its faces is in the data sets.
 */
export async function lookAtFaces(run: RunRecord, dataSets: readonly DataSet[], options: LookOptions = {}): Promise<FaceLook | undefined> {
  const { predictions, models } = run;
  if (!predictions || models.size === 0 || dataSets.length === 0) return undefined;
  const { mistakes = 12, perClass = 40, onProgress, ...cropping } = options;
  const { truth, answer, confidence, classes } = answersAmong(predictions);
  const places = placesOf(predictions, dataSets);
  const modelOf = (index: number): string | undefined => models.get(predictions.faces[index].fold ?? "") ?? models.get("");
  const shown = predictions.faces.flatMap(({ faceFound }, index) => (faceFound && places[index] && modelOf(index) ? [index] : []));
  if (shown.length === 0) return undefined;

  const wrong = shown.filter((index) => answer[index] !== truth[index]).sort((a, b) => confidence[b] - confidence[a]);
  const worst = wrong.slice(0, mistakes);
  const drawn = createRandom(0, "faces for mean masks").shuffle([...shown]);
  const forMasks = classes.flatMap((_, label) => drawn.filter((index) => truth[index] === label).slice(0, perClass));
  const needed = [...new Set([...worst, ...forMasks])];
  const seen = new Map<number, { crop: Picture; mask: Float32Array | undefined }>();

  for (const file of new Set(needed.map(modelOf))) {
    if (file === undefined) continue;
    const classifier = await openModelClassifier(file);
    try {
      for (const dataSet of dataSets) {
        const indices = needed.filter((index) => modelOf(index) === file && places[index]?.dataSet === dataSet);
        const samples = indices.flatMap((index) => places[index]?.sample ?? []);
        if (samples.length === 0) continue;
        const { size, margin } = classifier;
        const { crops } = await foundCrops({ ...dataSet, samples, unfiltered: dataSet.unfiltered ?? dataSet.samples }, { ...cropping, size, margin });
        let at = 0;
        for await (const { crop } of crops) {
          const index = indices[at++];
          if (crop) seen.set(index, { crop, mask: usesPrior(run) ? (await classifier.classify(crop)).mask : undefined });
          onProgress?.({ what: "faces", done: seen.size, total: needed.length });
        }
      }
    } finally {
      await classifier.close();
    }
  }

  const masked = forMasks.flatMap((index) => {
    const mask = seen.get(index)?.mask;
    return mask ? [{ label: classes[truth[index]], values: mask }] : [];
  });
  const means = [...classMeans(masked)];
  return {
    masks: await Promise.all(
      means.map(async ([label, mask]) => ({
        label,
        faces: masked.filter((face) => face.label === label).length,
        picture: await encodePng(coloredMask(mask)),
      })),
    ),
    mistakes: await Promise.all(
      worst.flatMap((index) => {
        const face = seen.get(index);
        return face ? [pictureMistake(index, face)] : [];
      }),
    ),
  };

  async function pictureMistake(index: number, { crop, mask }: { crop: Picture; mask: Float32Array | undefined }): Promise<Mistake> {
    const pictures = [await encodePng(crop), ...(mask ? [await encodePng(coloredMask(mask))] : [])];
    const { file } = places[index]?.sample ?? { file: "" };
    return { file, truth: classes[truth[index]], answer: classes[answer[index]], confidence: confidence[index], pictures };
  }
}

/** A mask in [0, 1] in the colours of motion. */
function coloredMask(mask: ArrayLike<number>): Picture {
  const side = Math.sqrt(mask.length);
  return colorMask(createPicture(side, side, 1, Uint8ClampedArray.from(mask, (value) => 255 * value)));
}

interface Place {
  readonly dataSet: DataSet;
  readonly sample: Sample;
}

/** Where each predicted face lies: its file's path in one of the sets, with or without the set's name before it. */
function placesOf({ faces }: Predictions, dataSets: readonly DataSet[]): (Place | undefined)[] {
  const byName = new Map<string, Place>();
  for (const dataSet of dataSets) {
    for (const sample of dataSet.samples) {
      byName.set(`${dataSet.name}/${sample.file}`, { dataSet, sample });
      if (!byName.has(sample.file)) byName.set(sample.file, { dataSet, sample });
    }
  }
  return faces.map(({ file }) => byName.get(file));
}
