import type { Point } from "../images/affine.js";
import type { Box } from "../images/box-shrink.js";
import type { Candidate, Eyes } from "./face.js";

/** Candidates that share more than this part of their union are the same face. */
const SAME_FACE = 0.3;

/**
 * Weighted non-maximum suppression, as BlazeFace asks for: candidates that overlap the best one are averaged with it,
 * weighted by their scores, instead of being thrown away. The averaged one keeps the best score; eyes are averaged over
 * the candidates that have them.
 *
 * @returns one candidate per face, best first.
 */
export function mergeOverlapping(candidates: readonly Candidate[]): Candidate[] {
  const left = [...candidates].sort((one, other) => other.score - one.score);
  const merged: Candidate[] = [];
  while (left.length > 0) {
    const best = left[0];
    if (best === undefined) break;
    const same = left.filter(({ box }) => isSameFace(best.box, box));
    left.splice(0, left.length, ...left.filter(({ box }) => !isSameFace(best.box, box)));
    merged.push(same.length > 1 ? average(same, best.score) : best);
  }
  return merged;
}

/** The area that two boxes share, as a part of their union: 0 to 1. */
export function overlap(one: Box, other: Box): number {
  const shared = intersection(one, other);
  return shared / (one.width * one.height + other.width * other.height - shared);
}

function isSameFace(one: Box, other: Box): boolean {
  if (one === other || overlap(one, other) > SAME_FACE) return true;
  // A pass on a tile may see half a face: its box lies inside of the whole one.
  const smaller = Math.min(one.width * one.height, other.width * other.height);
  return intersection(one, other) > 0.7 * smaller;
}

function intersection(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

function average(same: readonly Candidate[], score: number): Candidate {
  const box = {
    x: mean(same, ({ box }) => box.x),
    y: mean(same, ({ box }) => box.y),
    width: mean(same, ({ box }) => box.width),
    height: mean(same, ({ box }) => box.height),
  };
  const seen = same.flatMap((candidate) => (candidate.eyes === undefined ? [] : [{ ...candidate, eyes: candidate.eyes }]));
  if (seen.length === 0) return { box, score };
  const eye = (side: keyof Eyes): Point => ({
    x: mean(seen, ({ eyes }) => eyes[side].x),
    y: mean(seen, ({ eyes }) => eyes[side].y),
  });
  return { box, score, eyes: { left: eye("left"), right: eye("right") } };
}

function mean<T extends Candidate>(items: readonly T[], value: (item: T) => number): number {
  let [sum, weights] = [0, 0];
  for (const item of items) {
    sum += item.score * value(item);
    weights += item.score;
  }
  return sum / weights;
}
