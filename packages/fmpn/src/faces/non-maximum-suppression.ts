import { type Box, overlap, sharedArea } from "../images/box.js";
import type { FaceFind } from "./face.js";

/** Finds that share more than this part of their union are the same face. */
const SAME_FACE = 0.3;
/** Finds that share more than this are that face in about the same place. */
const SAME_PLACE = 0.5;

/**
 * Weighted non-maximum suppression (Bazarevsky et al. 2019, BlazeFace): finds in the same place as the best one are averaged
 * with it, weighted by their scores, instead of being thrown away. The averaged one keeps the best score.
 *
 * @returns one find per face, best first.
 */
export function mergeOverlapping(finds: readonly FaceFind[]): FaceFind[] {
  const left = [...finds].sort((one, other) => other.score - one.score);
  const merged: FaceFind[] = [];
  while (left.length > 0) {
    const best = left[0];
    if (best === undefined) break;
    const same = left.filter(({ box }) => overlap(best.box, box) > SAME_PLACE);
    left.splice(0, left.length, ...left.filter(({ box }) => !isSameFace(best.box, box)));
    merged.push(same.length > 1 ? average(same, best.score) : best);
  }
  return merged;
}

function isSameFace(one: Box, other: Box): boolean {
  if (one === other || overlap(one, other) > SAME_FACE) return true;
  // A pass on a tile may see half a face: its box lies inside of the whole one.
  const smaller = Math.min(one.width * one.height, other.width * other.height);
  return sharedArea(one, other) > 0.7 * smaller;
}

function average(same: readonly FaceFind[], score: number): FaceFind {
  const total = same.reduce((sum, find) => sum + find.score, 0);
  const mean = (value: (find: FaceFind) => number): number => same.reduce((sum, find) => sum + find.score * value(find), 0) / total;
  return {
    box: { x: mean(({ box }) => box.x), y: mean(({ box }) => box.y), width: mean(({ box }) => box.width), height: mean(({ box }) => box.height) },
    score,
    points: (same[0]?.points ?? []).map((_, k) => ({ x: mean(({ points }) => points[k]?.x ?? 0), y: mean(({ points }) => points[k]?.y ?? 0) })),
  };
}
