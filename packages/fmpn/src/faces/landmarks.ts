import { invert, mapPoint, similarity, type Affine, type Point } from "../images/affine.js";
import { toGray } from "../images/gray.js";
import { nearestHalf } from "../images/halves.js";
import type { Picture } from "../images/picture.js";
import { warp } from "../images/warp.js";
import type { Eyes } from "./face.js";
import type { RunModel } from "./open-model.js";

const SIDE = 64;

/** Where the eyes lie in the crop that the model sees: chosen on marked pictures of training splits. */
const EYE_SPAN = SIDE / 2.75;
const EYE_HEIGHT = SIDE * (0.5 - 0.35 / 2.75);

/** The corners and lids of an eye among the 68 points (iBUG order). */
const LEFT_EYE = [36, 37, 38, 39, 40, 41];
const RIGHT_EYE = [42, 43, 44, 45, 46, 47];

/**
 * The 68 landmarks of a face (iBUG 300-W order) in the picture's pixels, seen in an upright crop.
 *
 * @param eyes roughly where the eyes are.
 */
export async function locateLandmarks(run: RunModel, picture: Picture, eyes: Eyes): Promise<Point[]> {
  const view = similarity(
    [eyes.left, eyes.right],
    [
      { x: (SIDE - EYE_SPAN) / 2, y: EYE_HEIGHT },
      { x: (SIDE + EYE_SPAN) / 2, y: EYE_HEIGHT },
    ],
  );
  return await landmarksInView(run, picture, view);
}

async function landmarksInView(run: RunModel, picture: Picture, view: Affine): Promise<Point[]> {
  const near = nearestHalf(picture, view);
  const seen = toGray(warp(near.picture, near.map, SIDE, SIDE)).data;
  const data = new Float32Array(seen.length);
  for (let i = 0; i < data.length; i++) data[i] = seen[i] / 256;
  const outputs = await run({ input: { data, dims: [1, 1, SIDE, SIDE] } });
  const values = outputs["output"]?.data;
  if (values === undefined || values.length !== 136) throw new Error("The model is no landmark model: 136 values are expected.");
  const back = invert(view);
  return Array.from({ length: 68 }, (_, i) =>
    mapPoint(back, { x: values[i * 2] * SIDE, y: values[i * 2 + 1] * SIDE }),
  );
}

/** The middles of both eyes: the mean of the six points around each. */
export function eyesOfLandmarks(points: readonly Point[]): Eyes {
  return { left: meanOf(points, LEFT_EYE), right: meanOf(points, RIGHT_EYE) };
}

function meanOf(points: readonly Point[], indices: readonly number[]): Point {
  let [x, y] = [0, 0];
  for (const index of indices) {
    x += (points[index]?.x ?? 0) / indices.length;
    y += (points[index]?.y ?? 0) / indices.length;
  }
  return { x, y };
}
