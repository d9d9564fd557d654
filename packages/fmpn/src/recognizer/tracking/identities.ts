import { eyeDistance, type Face } from "../../faces/face.js";
import { overlap as overlapOf } from "../../images/box.js";

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
      const overlap = overlapOf(face.box, old.box);
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

/** How far both eyes moved in the mean, in eye distances. */
function eyeShift(a: Pick<Face, "eyes">, b: Pick<Face, "eyes">): number {
  const left = Math.hypot(a.eyes.left.x - b.eyes.left.x, a.eyes.left.y - b.eyes.left.y);
  const right = Math.hypot(a.eyes.right.x - b.eyes.right.x, a.eyes.right.y - b.eyes.right.y);
  return (left + right) / (eyeDistance(a.eyes) + eyeDistance(b.eyes));
}
