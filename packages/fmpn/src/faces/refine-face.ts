import type { Point } from "../images/affine.js";
import type { Picture } from "../images/picture.js";
import { betweenEyes, eyeDistance, type Eyes, eyesOf, type Face, type FaceFind } from "./face.js";
import { headPose } from "./head-pose.js";
import { eyesOfLandmarks, locateLandmarks } from "./landmarks.js";
import type { RunModel } from "./open-model.js";

/** A first guess that was off by more than this, in eye distances or radians, gets a second look. */
const SECOND_LOOK = 0.15;

/** The landmarks' square as a part of the find's longer side, and how far its middle may lie from the find's, in parts of that side. */
const SQUARE = { least: 0.6, most: 1.25, off: 0.25 };

/**
 * The landmarks of the upright crop around a find's eyes give their exact places and the face's box. Where they contradict the
 * find (a profile, half a face), it stands as it is.
 */
export async function refineFace(run: RunModel, picture: Picture, find: FaceFind): Promise<Pick<Face, "box" | "eyes" | "landmarks" | "pose">> {
  const guess = eyesOf(find);
  if (!(eyeDistance(guess) > 0)) return { box: squareOf(find.box), eyes: guess };
  let points = await locateLandmarks(run, picture, guess);
  let eyes = eyesOfLandmarks(points);
  if (!isPlausible(guess, eyes)) return { box: squareOf(find.box), eyes: guess };
  if (change(guess, eyes) > SECOND_LOOK) {
    const again = await locateLandmarks(run, picture, eyes);
    const better = eyesOfLandmarks(again);
    if (isPlausible(eyes, better)) {
      points = again;
      eyes = better;
    }
  }
  const box = squareAround(points);
  return isOf(find.box, box) ? { box, eyes, landmarks: points, pose: headPose(points) } : { box: squareOf(find.box), eyes: guess };
}

/** Whether landmarks lie on the whole of what was found: of a covered or averted face they may cling to a part. */
function isOf(found: Face["box"], square: Face["box"]): boolean {
  const side = Math.max(found.width, found.height);
  const off = Math.hypot(square.x + square.width / 2 - found.x - found.width / 2, square.y + square.height / 2 - found.y - found.height / 2);
  return square.width > SQUARE.least * side && square.width < SQUARE.most * side && off < SQUARE.off * side;
}

function isPlausible(guess: Eyes, eyes: Eyes): boolean {
  const ratio = eyeDistance(eyes) / eyeDistance(guess);
  return ratio > 0.6 && ratio < 1.6 && shift(guess, eyes) < 0.5 && Math.abs(turn(guess, eyes)) < 0.6;
}

function change(guess: Eyes, eyes: Eyes): number {
  return Math.max(shift(guess, eyes), Math.abs(turn(guess, eyes)), Math.abs(eyeDistance(eyes) / eyeDistance(guess) - 1));
}

/** How far the point between the eyes moved, in eye distances. */
function shift(guess: Eyes, eyes: Eyes): number {
  const [from, to] = [betweenEyes(guess), betweenEyes(eyes)];
  return Math.hypot(to.x - from.x, to.y - from.y) / eyeDistance(guess);
}

/** By how much the line of the eyes turned, in radians. */
function turn(guess: Eyes, eyes: Eyes): number {
  const [ax, ay] = [guess.right.x - guess.left.x, guess.right.y - guess.left.y];
  const [bx, by] = [eyes.right.x - eyes.left.x, eyes.right.y - eyes.left.y];
  return Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
}

/** The smallest square around the landmarks, which go from the brows to the chin and from ear to ear. */
function squareAround(points: readonly Point[]): Face["box"] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const side = Math.max(right - left, bottom - top);
  return { x: (left + right - side) / 2, y: (top + bottom - side) / 2, width: side, height: side };
}

/** The square of a box's longer side, with its middle. */
function squareOf({ x, y, width, height }: Face["box"]): Face["box"] {
  const side = Math.max(width, height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side };
}
