import { createRandom } from "@fmpn/graph";
import { createPicture, type Picture, toGray } from "fmpn/pictures";
import { maskCorrelation } from "fmpn/prior";
import type { DataSet, Sample } from "../datasets/data-set.js";
import { facePairs } from "../prior/face-pairs.js";
import { pairDifference } from "../prior/pair-difference.js";
import { bootstrapMeans, type BootstrapOptions, type MeanFigure, unitsOf } from "./bootstrap.js";
import { BLOCKS, eraseBlocks } from "./erase-blocks.js";
import type { FaceClassifier } from "./face-classifier.js";
import { type FaceJudge, maskOf } from "./face-judge.js";

/** Whether a face's mask shows how this face moved, and is dark where nothing did. */
export interface OwnMotion {
  /** Expressive faces whose neutral face is there, too. */
  readonly pairs: number;
  /** Mean correlation (Pearson's, over all pixels) of the mask with the pair's own difference, |expressive − neutral| after `normalizePair`. */
  readonly correlation: MeanFigure;
  /** The same of the mean difference of the face's class over these very pairs, but for those of the same person. */
  readonly ofClass: MeanFigure;
  /** Of the mean difference of all classes. */
  readonly constant: MeanFigure;
  /** The mask's minus the class's, face by face. */
  readonly gain: MeanFigure;
  /** Mean brightness of the masks, 0 to 1, on expressive and neutral faces, and on such faces with all pixels of one colour or shuffled. */
  readonly brightness: Readonly<Record<"expressive" | "neutral" | "flat" | "noise", MeanFigure>>;
  readonly over: "subjects" | "images";
  readonly units: number;
}

interface MovedFace {
  readonly sample: Sample;
  readonly gray: Picture;
  readonly mask: Float32Array;
}

/** Faces that are also asked about as what is no face. */
const HIDDEN = 100;

/**
 * Compares masks with what truly moved, in a set with pairs of a person's neutral and expressive faces.
 *
 * @throws Error where no pair was seen, or the model makes no masks
 */
export function motionJudge({ name, samples }: DataSet, classifier: FaceClassifier, options: BootstrapOptions = {}): FaceJudge<OwnMotion> {
  const faces = new Map<Sample, MovedFace>();
  const hidden: { readonly sample: Sample; readonly flat: number; readonly noise: number }[] = [];
  return {
    async see(face) {
      const { sample, crop } = face;
      faces.set(sample, { sample, gray: toGray(crop), mask: maskOf(face, classifier.model) });
      if (hidden.length >= HIDDEN) return;
      const brightnessOf = async (picture: Picture): Promise<number> => mean((await classifier.classify(picture)).mask ?? []);
      const everything = Array.from({ length: BLOCKS ** 2 }, (_, block) => block);
      hidden.push({ sample, flat: await brightnessOf(eraseBlocks(crop, everything, 1, "mean")), noise: await brightnessOf(shuffled(crop, hidden.length)) });
    },
    judge() {
      const pairs = facePairs(samples).flatMap(({ expressive, neutral }) => {
        const [moved, still] = [faces.get(samples[expressive]), faces.get(samples[neutral])];
        return moved && still ? [{ ...moved, motion: pairDifference(still.gray, moved.gray) }] : [];
      });
      if (pairs.length === 0) throw new Error(`${name} has no pair of a neutral and an expressive face of one person whose motion masks could show`);
      const means = meanMotions(pairs);
      const rows = pairs.map(({ sample, mask, motion }) => {
        const [own, ofClass, constant] = [maskCorrelation(mask, motion), maskCorrelation(means.ofClass(sample), motion), maskCorrelation(means.ofAll(sample), motion)];
        return [own, ofClass, constant, own - ofClass];
      });
      const units = unitsOf(pairs.map(({ sample }) => sample));
      const [correlation, ofClass, constant, gain] = bootstrapMeans(units, rows, options);
      const brightness = (shown: readonly { readonly sample: Sample; readonly value: number }[]): MeanFigure =>
        bootstrapMeans(unitsOf(shown.map(({ sample }) => sample)), shown.map(({ value }) => [value]), options)[0] ?? { mean: Number.NaN, interval: { low: Number.NaN, high: Number.NaN } };
      const masksWhere = (neutral: boolean) =>
        [...faces.values()].filter(({ sample }) => (sample.label === "neutral") === neutral).map(({ sample, mask }) => ({ sample, value: mean(mask) }));
      return {
        pairs: pairs.length,
        correlation,
        ofClass,
        constant,
        gain,
        brightness: {
          expressive: brightness(masksWhere(false)),
          neutral: brightness(masksWhere(true)),
          flat: brightness(hidden.map(({ sample, flat }) => ({ sample, value: flat }))),
          noise: brightness(hidden.map(({ sample, noise }) => ({ sample, value: noise }))),
        },
        over: units.of,
        units: units.members.length,
      };
    },
  };
}

interface Moved {
  readonly sample: Sample;
  readonly motion: Uint8Array;
}

/** Mean motions of other people than a sample's: of its class, and the mean of all classes'. */
function meanMotions(pairs: readonly Moved[]): { ofClass(sample: Sample): Float64Array; ofAll(sample: Sample): Float64Array } {
  const pixels = pairs[0].motion.length;
  const sumOf = (members: readonly Moved[]): { sum: Float64Array; count: number } => {
    const sum = new Float64Array(pixels);
    for (const { motion } of members) for (let at = 0; at < pixels; at += 1) sum[at] += motion[at];
    return { sum, count: members.length };
  };
  const labels = [...new Set(pairs.map(({ sample }) => sample.label))];
  const whole = new Map(labels.map((label) => [label, sumOf(pairs.filter(({ sample }) => sample.label === label))]));
  const others = (label: Sample["label"], { subject, file }: Sample): Float64Array => {
    const all = whole.get(label) ?? sumOf([]);
    const own = sumOf(pairs.filter(({ sample }) => sample.label === label && (subject === undefined ? sample.file === file : sample.subject === subject)));
    const count = Math.max(1, all.count - own.count);
    return all.sum.map((value, at) => (value - own.sum[at]) / count);
  };
  return {
    ofClass: (sample) => others(sample.label, sample),
    ofAll(sample) {
      const means = labels.map((label) => others(label, sample));
      return Float64Array.from({ length: pixels }, (_, at) => means.reduce((sum, values) => sum + values[at], 0) / means.length);
    },
  };
}

/** The picture with its pixels in another order: what is no face, in a face's colours. */
function shuffled({ width, height, channels, data }: Picture, seed: number): Picture {
  const order = createRandom(seed, "shuffled pixels").shuffle(Array.from({ length: width * height }, (_, pixel) => pixel));
  return createPicture(width, height, channels, Uint8ClampedArray.from(data, (_, at) => data[order[Math.floor(at / channels)] * channels + (at % channels)]));
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at];
  return sum / Math.max(1, values.length);
}
