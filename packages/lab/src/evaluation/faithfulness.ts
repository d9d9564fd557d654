import { createRandom } from "@fmpn/graph";
import type { Picture } from "fmpn";
import type { DataSet, Sample } from "../datasets/data-set.js";
import { bootstrapMeans, type BootstrapOptions, type MeanFigure, unitsOf } from "./bootstrap.js";
import { blockMeans, eraseBlocks, type Eraser, highestFirst } from "./erase-blocks.js";
import type { FaceClassifier } from "./face-classifier.js";
import { type FaceJudge, maskOf } from "./face-judge.js";
import { classMeans } from "./region-overlap.js";
import type { WorkOptions } from "../work.js";

/** Shares of the face that are erased. */
export const ERASED_SHARES = [0, 0.05, 0.1, 0.2, 0.3, 0.5] as const;

/**
 * What decides which blocks go first: the face's own mask; chance; or one mask for all faces, the mean over the classes' mean
 * masks, which knows where faces move but not how this one did.
 */
export const ERASURE_ORDERS = ["mask", "random", "constant"] as const;
export type ErasureOrder = (typeof ERASURE_ORDERS)[number];

/** What happens to the answer when a share of the face is erased. */
export interface ErasurePoint {
  readonly share: number;
  /** How far the probability of the face's answer falls, in [−1, 1]. */
  readonly fall: MeanFigure;
  /** Share of faces whose answer becomes another one. */
  readonly changed: MeanFigure;
}

/** Whether the answer rests on what the mask shows: if so it falls further along `mask` than along the other orders. */
export interface Faithfulness {
  readonly faces: number;
  readonly eraser: Eraser;
  readonly curves: Readonly<Record<ErasureOrder, readonly ErasurePoint[]>>;
  /** By how much the answer falls further along the mask than along another order, for each share, face by face. */
  readonly advantage: Readonly<Record<"random" | "constant", readonly MeanFigure[]>>;
  readonly over: "subjects" | "images";
  readonly units: number;
}

export interface FaithfulnessOptions extends BootstrapOptions, Pick<WorkOptions, "signal" | "onProgress"> {
  /** Faces to ask about, drawn by the seed where the set has more; by default 300. Each costs 15 further answers. */
  readonly faces?: number | undefined;
  readonly eraser?: Eraser | undefined;
}

/**
 * Erases the most masked part of faces, block by block, and watches how far the probability of the answer falls, against erasing
 * as much of them by chance and by one mask for all ("deletion", Petsiuk et al. 2018, with the blocks and controls stated here).
 *
 * @throws Error where the model makes no masks or no face was found
 */
export function faithfulnessJudge({ name, samples }: DataSet, classifier: FaceClassifier, options: FaithfulnessOptions = {}): FaceJudge<Faithfulness> {
  const { faces: wanted = 300, seed = 0 } = options;
  const drawn = createRandom(seed, "faithfulness").shuffle([...samples]).slice(0, wanted);
  const places = new Map(drawn.map((sample, place) => [sample, place]));
  const faces: ErasableFace[] = [];
  return {
    see(face) {
      const { sample, crop, answer: { probabilities } } = face;
      const place = places.get(sample);
      if (place !== undefined) faces[place] = { sample, crop, blocks: blockMeans(maskOf(face, classifier.model), classifier.size), probabilities };
    },
    async judge() {
      const found = faces.filter(() => true);
      if (found.length === 0) throw new Error(`${name} has no faces to erase parts of`);
      return await erasedOfAll(found, classifier, options);
    },
  };
}

interface ErasableFace {
  readonly sample: Sample;
  readonly crop: Picture;
  readonly blocks: Float64Array;
  readonly probabilities: Float64Array;
}

async function erasedOfAll(faces: readonly ErasableFace[], classifier: FaceClassifier, options: FaithfulnessOptions): Promise<Faithfulness> {
  const { eraser = "mean", seed = 0, signal, onProgress } = options;
  const ofClasses = classMeans(faces.map(({ sample, blocks }) => ({ label: sample.label, values: blocks })));
  const constant = highestFirst(meanOf([...ofClasses.values()]));
  const rows: number[][] = [];
  for (const [index, { crop, blocks, probabilities }] of faces.entries()) {
    const answer = highest(probabilities);
    const orders: Record<ErasureOrder, readonly number[]> = {
      mask: highestFirst(blocks),
      random: createRandom(seed, "erased blocks", index).shuffle([...constant]),
      constant,
    };
    const row: number[] = [];
    for (const order of ERASURE_ORDERS) {
      for (const share of ERASED_SHARES) {
        const after = share === 0 ? probabilities : (await classifier.classify(eraseBlocks(crop, orders[order], share, eraser))).probabilities;
        row.push(probabilities[answer] - after[answer], highest(after) === answer ? 0 : 1);
      }
    }
    rows.push(row);
    onProgress?.({ what: "erasing parts of faces", done: index + 1, total: faces.length });
    signal?.throwIfAborted();
  }
  return summarize(rows, faces.map(({ sample }) => sample), eraser, options);
}

function summarize(rows: readonly number[][], samples: readonly Sample[], eraser: Eraser, options: BootstrapOptions): Faithfulness {
  const columnOf = (order: ErasureOrder, level: number): number => 2 * (ERASURE_ORDERS.indexOf(order) * ERASED_SHARES.length + level);
  const against = (order: ErasureOrder, row: readonly number[]): number[] =>
    ERASED_SHARES.map((_, level) => row[columnOf("mask", level)] - row[columnOf(order, level)]);
  const units = unitsOf(samples);
  const means = bootstrapMeans(units, rows.map((row) => [...row, ...against("random", row), ...against("constant", row)]), options);
  const curve = (order: ErasureOrder): ErasurePoint[] =>
    ERASED_SHARES.map((share, level) => ({ share, fall: means[columnOf(order, level)], changed: means[columnOf(order, level) + 1] }));
  const first = 2 * ERASURE_ORDERS.length * ERASED_SHARES.length;
  const levels = ERASED_SHARES.length;
  return {
    faces: rows.length,
    eraser,
    curves: { mask: curve("mask"), random: curve("random"), constant: curve("constant") },
    advantage: { random: means.slice(first, first + levels), constant: means.slice(first + levels, first + 2 * levels) },
    over: units.of,
    units: units.members.length,
  };
}

function highest(probabilities: Float64Array): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

function meanOf(masks: readonly Float64Array[]): Float64Array {
  return Float64Array.from(masks[0], (_, block) => masks.reduce((sum, mask) => sum + mask[block], 0) / masks.length);
}
