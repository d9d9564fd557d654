import type { Point } from "../images/affine.js";
import type { Box } from "../images/box.js";
import type { HeadPose } from "./head-pose.js";

/**
 * The middles of both eyes (of the lids' opening, not of the iris), in continuous pixel coordinates: (0, 0) is the
 * outer top left corner of the picture, (0.5, 0.5) the middle of its first pixel.
 *
 * **Left and right are the viewer's**: `left` is the eye on the left of an upright picture, which is the person's own
 * right eye. So `left.x < right.x` unless the head is turned by more than a right angle.
 */
export interface Eyes {
  readonly left: Point;
  readonly right: Point;
}

/** A face that was found. */
export interface Face {
  /**
   * The square around brows and chin, in pixels from the picture's top left corner. It may reach beyond the picture's
   * edge where the face does.
   */
  readonly box: Box;
  /** How sure the detector is, in (0, 1]. */
  readonly score: number;
  readonly eyes: Eyes;
  /**
   * 68 points in the order of iBUG 300-W (jaw, brows, nose, eyes, mouth), in the picture's pixels. Missing where they could not
   * be seen, and from detectors that know none.
   */
  readonly landmarks?: readonly Point[] | undefined;
  /** Which way the head is turned, by the landmarks. */
  readonly pose?: HeadPose | undefined;
}

/** What a look of the detector sees: the box of a face and five points. */
export interface FaceFind {
  /** Around brows, chin and cheeks. */
  readonly box: Box;
  /** How sure that look is, in (0, 1]. */
  readonly score: number;
  /** The eyes from the viewer's left, the nose's tip, the corners of the mouth from the viewer's left. */
  readonly points: readonly Point[];
}

/** The eyes among a find's points. */
export function eyesOf({ points: [left, right] }: FaceFind): Eyes {
  if (left === undefined || right === undefined) throw new Error("A find has five points.");
  return { left, right };
}

/** The distance between the eyes, in pixels. */
export function eyeDistance({ left, right }: Eyes): number {
  return Math.hypot(right.x - left.x, right.y - left.y);
}

/** The point between the eyes. */
export function betweenEyes({ left, right }: Eyes): Point {
  return { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
}
