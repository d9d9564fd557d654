import { createRandom } from "@fmpn/graph";
import type { Picture } from "fmpn";
import type { DataSet, Sample } from "../datasets/data-set.js";
import { bootstrapMeans, type BootstrapOptions, type MeanFigure, unitsOf } from "./bootstrap.js";
import { blockMeans, eraseBlocks, type Eraser, highestFirst } from "./erase-blocks.js";
import type { FaceClassifier } from "./face-classifier.js";
import { type FaceJudge, maskOf } from "./face-judge.js";
import { occlusionBlocks } from "./occlusion.js";
import { classMeans } from "./region-overlap.js";
import type { WorkOptions } from "../work.js";

/** Shares of the face that are erased, or kept. */
export const ERASED_SHARES = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 1] as const;

/**
 * What says which blocks matter most. `mask`: the face's own mask; `random`: chance; `constant`: one mask for all faces, the mean
 * over the classes' mean masks, which knows where faces move but not how this one did; `class`: the mean mask of the faces with
 * the same answer; `gradcam`: Grad-CAM of the answer, where the network's end allows it; `occlusion`: see `occlusionBlocks`.
 */
export type Explanation = "mask" | "random" | "constant" | "class" | "gradcam" | "occlusion";

/** How explanations are called, in the order in which they are shown. */
export const EXPLANATION_NAMES: Readonly<Record<Explanation, string>> = {
  mask: "most masked",
  random: "by chance",
  constant: "one mask for all",
  class: "mask of the class",
  gradcam: "Grad-CAM",
  occlusion: "occlusion",
};

/** A value for each explanation; Grad-CAM is not to be had of every network. */
export type OfExplanations<Value> = Readonly<Record<Exclude<Explanation, "gradcam">, Value> & { gradcam?: Value }>;

/** What happens to the answer when a share of the face is erased. */
export interface ErasurePoint {
  readonly share: number;
  /** How far the probability of the face's answer falls, in [−1, 1]. */
  readonly fall: MeanFigure;
  /** Share of faces whose answer becomes another one. */
  readonly changed: MeanFigure;
}

/** What is left of the answer when nothing but a share of the face is shown. */
export interface InsertionPoint {
  readonly share: number;
  /** The probability of the face's answer, in [0, 1]. */
  readonly kept: MeanFigure;
}

/** The area under a curve over all shares from 0 to 1, and the mask's minus it, face by face. */
export interface CurveArea {
  readonly area: MeanFigure;
  /** What the mask is ahead: its deletion curve falls faster, its insertion curve rises faster. 0 for the mask itself. */
  readonly ahead: MeanFigure;
}

/** Whether the answer rests on what the mask shows: if so it falls further along `mask` than along other explanations. */
export interface Faithfulness {
  readonly faces: number;
  readonly eraser: Eraser;
  /** Deletion: the first blocks of an explanation are erased. */
  readonly curves: OfExplanations<readonly ErasurePoint[]>;
  /** Insertion: all but the first blocks are erased. */
  readonly insertion: OfExplanations<readonly InsertionPoint[]>;
  /** Of the answer's probability; lower is better. */
  readonly deletionArea: OfExplanations<CurveArea>;
  /** Of the answer's probability; higher is better. */
  readonly insertionArea: OfExplanations<CurveArea>;
  /** By how much the answer falls further along the mask than along another explanation, for each share, face by face. */
  readonly advantage: OfExplanations<readonly MeanFigure[]>;
  readonly over: "subjects" | "images";
  readonly units: number;
}

export interface FaithfulnessOptions extends BootstrapOptions, Pick<WorkOptions, "signal" | "onProgress"> {
  /** Faces to ask about, drawn by the seed where the set has more; by default 300. Each costs 87 further answers. */
  readonly faces?: number | undefined;
  readonly eraser?: Eraser | undefined;
}

interface AskedFace {
  readonly sample: Sample;
  readonly crop: Picture;
  readonly probabilities: Float64Array;
  readonly answer: number;
  /** What the mask, and Grad-CAM, say of each block. */
  readonly mask: Float64Array;
  readonly gradcam?: Float64Array | undefined;
}

/**
 * Erases the most important part of faces, block by block, and watches how far the probability of the answer falls; then shows
 * nothing else, and watches what is left of it ("deletion" and "insertion", Petsiuk et al. 2018, with the blocks stated here).
 * The face's mask is compared with what one has without it.
 *
 * @throws Error where the model makes no masks or no face was found
 */
export function faithfulnessJudge({ name, samples }: DataSet, classifier: FaceClassifier, options: FaithfulnessOptions = {}): FaceJudge<Faithfulness> {
  const { faces: wanted = 300, seed = 0 } = options;
  const drawn = createRandom(seed, "faithfulness").shuffle([...samples]).slice(0, wanted);
  const rows = new Map(drawn.map((sample, row) => [sample, row]));
  const faces: AskedFace[] = [];
  return {
    see(face) {
      const { sample, crop, answer: { probabilities, activations } } = face;
      const row = rows.get(sample);
      if (row === undefined) return;
      const { size } = classifier;
      const answer = highest(probabilities);
      // Grad-CAM's ReLU: only what speaks for the answer.
      const places = activations?.subarray(answer * size * size, (answer + 1) * size * size).map((value) => Math.max(0, value));
      faces[row] = { sample, crop, probabilities, answer, mask: blockMeans(maskOf(face, classifier.model), size), gradcam: places && blockMeans(places, size) };
    },
    async judge() {
      const found = faces.filter(() => true);
      if (found.length === 0) throw new Error(`${name} has no faces to erase parts of`);
      return await askedWithout(found, classifier, options);
    },
  };
}

async function askedWithout(faces: readonly AskedFace[], classifier: FaceClassifier, options: FaithfulnessOptions): Promise<Faithfulness> {
  const { eraser = "mean", seed = 0, signal, onProgress } = options;
  const constant = highestFirst(meanOf([...classMeans(faces.map(({ sample, mask }) => ({ label: sample.label, values: mask }))).values()]));
  const ofAnswers = classMeans(faces.map(({ answer, mask }) => ({ label: String(answer), values: mask })));

  const rows: FaceCurves[] = [];
  for (const [index, { crop, probabilities, answer, mask, gradcam }] of faces.entries()) {
    const ask = async (picture: Picture): Promise<Float64Array> => (await classifier.classify(picture)).probabilities;
    const fallOn = async (erased: Picture): Promise<number> => probabilities[answer] - (await ask(erased))[answer];
    const orders: OfExplanations<readonly number[]> = {
      mask: highestFirst(mask),
      random: createRandom(seed, "erased blocks", index).shuffle([...constant]),
      constant,
      class: highestFirst(ofAnswers.get(String(answer)) ?? mask),
      ...(gradcam ? { gradcam: highestFirst(gradcam) } : {}),
      occlusion: highestFirst(await occlusionBlocks(crop, eraser, fallOn)),
    };
    const empty = await ask(eraseBlocks(crop, constant, 1, eraser));
    const curves = await mapInTurn(orders, async (order): Promise<FaceCurve> => {
      const erased = async (share: number): Promise<Float64Array> => (share === 0 ? probabilities : share === 1 ? empty : await ask(eraseBlocks(crop, order, share, eraser)));
      const kept = async (share: number): Promise<Float64Array> =>
        share === 0 ? empty : share === 1 ? probabilities : await ask(eraseBlocks(crop, order.slice(Math.round(share * order.length)), 1, eraser));
      const [deletion, insertion] = [await inTurn(ERASED_SHARES, erased), await inTurn(ERASED_SHARES, kept)];
      return {
        fall: deletion.map((after) => probabilities[answer] - after[answer]),
        changed: deletion.map((after) => (highest(after) === answer ? 0 : 1)),
        kept: insertion.map((after) => after[answer]),
        deletionArea: areaUnder(deletion.map((after) => after[answer])),
        insertionArea: areaUnder(insertion.map((after) => after[answer])),
      };
    });
    rows.push(curves);
    onProgress?.({ what: "erasing parts of faces", done: index + 1, total: faces.length });
    signal?.throwIfAborted();
  }
  return { faces: faces.length, eraser, ...summarize(rows, faces.map(({ sample }) => sample), { ...options, seed }) };
}

/** Of one face along one explanation: values by share, and areas. */
interface FaceCurve {
  readonly fall: readonly number[];
  readonly changed: readonly number[];
  readonly kept: readonly number[];
  readonly deletionArea: number;
  readonly insertionArea: number;
}

type FaceCurves = OfExplanations<FaceCurve>;

/** Means over faces, with intervals from the same drawings for all. */
function summarize(rows: readonly FaceCurves[], samples: readonly Sample[], options: BootstrapOptions): Omit<Faithfulness, "faces" | "eraser"> {
  const units = unitsOf(samples);
  const [first] = rows;
  const means = (valuesOf: (curve: FaceCurve, own: FaceCurve) => readonly number[]): OfExplanations<readonly MeanFigure[]> =>
    mapValues(first, (_, name) => bootstrapMeans(units, rows.map((row) => valuesOf(row[name] as FaceCurve, row.mask)), options));
  const points = ERASED_SHARES.length;
  return {
    curves: mapValues(means(({ fall, changed }) => [...fall, ...changed]), (values) => ERASED_SHARES.map((share, level) => ({ share, fall: values[level], changed: values[points + level] }))),
    insertion: mapValues(means(({ kept }) => kept), (values) => ERASED_SHARES.map((share, level) => ({ share, kept: values[level] }))),
    deletionArea: mapValues(means((curve, own) => [curve.deletionArea, curve.deletionArea - own.deletionArea]), ([area, ahead]) => ({ area, ahead })),
    insertionArea: mapValues(means((curve, own) => [curve.insertionArea, own.insertionArea - curve.insertionArea]), ([area, ahead]) => ({ area, ahead })),
    advantage: means((curve, own) => own.fall.map((value, level) => value - curve.fall[level])),
    over: units.of,
    units: units.members.length,
  };
}

/** By the trapezoid rule over {@link ERASED_SHARES}. */
function areaUnder(values: readonly number[]): number {
  let area = 0;
  for (let level = 1; level < values.length; level += 1) area += ((ERASED_SHARES[level] - ERASED_SHARES[level - 1]) * (values[level] + values[level - 1])) / 2;
  return area;
}

function mapValues<In, Out>(values: OfExplanations<In>, make: (value: In, name: Explanation) => Out): OfExplanations<Out> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value as In, name as Explanation)])) as unknown as OfExplanations<Out>;
}

async function mapInTurn<In, Out>(values: OfExplanations<In>, make: (value: In) => Promise<Out>): Promise<OfExplanations<Out>> {
  const made: Partial<Record<Explanation, Out>> = {};
  for (const [name, value] of Object.entries(values)) made[name as Explanation] = await make(value as In);
  return made as unknown as OfExplanations<Out>;
}

async function inTurn<In, Out>(values: readonly In[], ask: (value: In) => Promise<Out>): Promise<Out[]> {
  const answers: Out[] = [];
  for (const value of values) answers.push(await ask(value));
  return answers;
}

function highest(probabilities: Float64Array): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

function meanOf(masks: readonly Float64Array[]): Float64Array {
  return Float64Array.from(masks[0], (_, block) => masks.reduce((sum, mask) => sum + mask[block], 0) / masks.length);
}
