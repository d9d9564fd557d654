import path from "node:path";
import { toGray } from "fmpn/pictures";
import { cutFace } from "../crops/crop-job.js";
import type { DataSet, Sample } from "../datasets/data-set.js";
import { bootstrapMeans, type BootstrapOptions, type MeanFigure, unitsOf } from "./bootstrap.js";
import type { FaceClassifier } from "./face-classifier.js";
import { type FaceJudge, maskOf } from "./face-judge.js";

/** How well masks cover what truly moved. */
export interface RegionOverlap {
  /** Faces in which something moved; neutral ones have no region to overlap with. */
  readonly faces: number;
  /** Mean intersection over union of the region with the mask where it is above 0.5. */
  readonly atHalf: MeanFigure;
  /** The same at the threshold that is best for the whole set. */
  readonly best: MeanFigure & { readonly threshold: number };
  /**
   * What a mask that only knows the class reaches at its best threshold: the mean of the true regions of the class over these very
   * faces, which is more than a mask made of training faces could know.
   */
  readonly constant: MeanFigure & { readonly threshold: number };
  /** Best minus constant, face by face. */
  readonly gain: MeanFigure;
  readonly over: "subjects" | "images";
  readonly units: number;
}

const THRESHOLDS = Array.from({ length: 19 }, (_, k) => (k + 1) / 20);

/**
 * Compares a model's masks with the true motion regions of synthetic faces (column `region`, see docs/synthetic-faces.md), in
 * the model's own crop. Faces without a region are passed over.
 *
 * @throws Error where no picture states a region, one cannot be read, or the model makes no masks
 */
export function regionJudge({ name, root, samples }: DataSet, { model, size, margin }: FaceClassifier, options: BootstrapOptions = {}): FaceJudge<RegionOverlap> {
  if (!samples.some(({ columns }) => columns["region"])) throw new Error(`${name} has no true motion regions (column region); synthetic faces have (fmpn synth)`);
  const faces: FaceWithRegion[] = [];
  return {
    async see(face) {
      const { sample, eyes } = face;
      const { region: file } = sample.columns;
      if (!file) return;
      const region = toGray(await cutFace({ path: path.join(root, file) }, eyes, { size, margin, channels: 3 }));
      faces.push({ sample, mask: maskOf(face, model), region: Uint8Array.from(region.data, (value) => (value >= 128 ? 1 : 0)) });
    },
    judge() {
      if (faces.length === 0) throw new Error(`${name} has no faces with a motion region to compare masks on`);
      return overlapOfAll(faces, options);
    },
  };
}

interface FaceWithRegion {
  readonly sample: Sample;
  readonly mask: Float32Array;
  /** 1 where the skin moved. */
  readonly region: Uint8Array;
}

function overlapOfAll(faces: readonly FaceWithRegion[], options: BootstrapOptions): RegionOverlap {
  const constants = classMeans(faces.map(({ sample, region }) => ({ label: sample.label, values: region })));
  const own = faces.map(({ mask, region }) => THRESHOLDS.map((threshold) => overlap(mask, region, threshold)));
  const fixed = faces.map(({ sample, region }) => THRESHOLDS.map((threshold) => overlap(constants.get(sample.label) ?? [], region, threshold)));
  const [bestOwn, bestFixed] = [bestColumn(own), bestColumn(fixed)];
  const half = THRESHOLDS.indexOf(0.5);
  const units = unitsOf(faces.map(({ sample }) => sample));
  const values = own.map((row, face) => [row[half], row[bestOwn], fixed[face][bestFixed], row[bestOwn] - fixed[face][bestFixed]]);
  const [atHalf, best, constant, gain] = bootstrapMeans(units, values, options);
  return {
    faces: faces.length,
    atHalf,
    best: { ...best, threshold: THRESHOLDS[bestOwn] },
    constant: { ...constant, threshold: THRESHOLDS[bestFixed] },
    gain,
    over: units.of,
    units: units.members.length,
  };
}

/** Intersection over union of a region with a mask above a threshold; 0 where both are empty. */
export function overlap(mask: ArrayLike<number>, region: ArrayLike<number>, threshold: number): number {
  let [both, either] = [0, 0];
  for (let pixel = 0; pixel < region.length; pixel += 1) {
    const covered = mask[pixel] >= threshold;
    const moved = region[pixel] > 0;
    if (covered && moved) both += 1;
    if (covered || moved) either += 1;
  }
  return either === 0 ? 0 : both / either;
}

/** Pixel by pixel mean of each class. */
export function classMeans(faces: readonly { readonly label: string; readonly values: ArrayLike<number> }[]): Map<string, Float64Array> {
  const sums = new Map<string, { sum: Float64Array; count: number }>();
  for (const { label, values } of faces) {
    const entry = sums.get(label) ?? { sum: new Float64Array(values.length), count: 0 };
    for (let pixel = 0; pixel < values.length; pixel += 1) entry.sum[pixel] += values[pixel];
    entry.count += 1;
    sums.set(label, entry);
  }
  return new Map([...sums].map(([label, { sum, count }]) => [label, sum.map((value) => value / count)]));
}

function bestColumn(rows: readonly (readonly number[])[]): number {
  const sums = THRESHOLDS.map((_, column) => rows.reduce((sum, row) => sum + row[column], 0));
  return sums.indexOf(Math.max(...sums));
}
