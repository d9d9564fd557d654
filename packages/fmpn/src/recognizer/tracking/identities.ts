import { eyeDistance, type Face } from "../../faces/face.js";
import type { Box } from "../../images/box-shrink.js";

/** Faces that overlap less than this, and whose eyes are further apart than an eye distance, are two people. */
const LEAST_OVERLAP = 0.2;

/**
 * Which face is which: pairs the faces of a frame with those seen before, the likest pair first.
 *
 * @returns for each face the index of the one before that it continues, or undefined
 */
export function matchFaces(faces: readonly Pick<Face, "box" | "eyes">[], before: readonly Pick<Face, "box" | "eyes">[]): (number | undefined)[] {
  const pairs = faces.flatMap((face, index) =>
    before.flatMap((old, oldIndex) => {
      const overlap = intersectionOverUnion(face.box, old.box);
      const shift = eyeShift(face, old);
      return overlap > LEAST_OVERLAP || shift < 1 ? [{ index, oldIndex, likeness: overlap - shift }] : [];
    }),
  );
  pairs.sort((a, b) => b.likeness - a.likeness);
  const matches: (number | undefined)[] = faces.map(() => undefined);
  const taken = new Set<number>();
  for (const { index, oldIndex } of pairs) {
    if (matches[index] !== undefined || taken.has(oldIndex)) continue;
    matches[index] = oldIndex;
    taken.add(oldIndex);
  }
  return matches;
}

function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** How far both eyes moved in the mean, in eye distances. */
function eyeShift(a: Pick<Face, "eyes">, b: Pick<Face, "eyes">): number {
  const left = Math.hypot(a.eyes.left.x - b.eyes.left.x, a.eyes.left.y - b.eyes.left.y);
  const right = Math.hypot(a.eyes.right.x - b.eyes.right.x, a.eyes.right.y - b.eyes.right.y);
  return (left + right) / (eyeDistance(a.eyes) + eyeDistance(b.eyes));
}
