import { type Affine, similarity } from "../images/affine.js";
import { mirrorPlanes } from "../images/mirror.js";
import type { Picture } from "../images/picture.js";
import { type Eyes, eyesOf, type FaceFind } from "./face.js";
import { networkPlanes, runFaceNet, type View } from "./face-net.js";
import { type Box, overlap } from "../images/box.js";
import type { RunModel } from "./open-model.js";

/** The side of what is looked at, and how much of it the face takes: what is around a small or a hidden face tells as much as the face. */
export const SECOND_LOOK_SIDE = 80;
const FACE_PART = 0.45;
/** Where a face fills its picture there is nothing around it to be seen: it is shown larger, at most so. */
const LARGEST_PART = 0.62;
/** A head turned by less than this is seen as it is, in radians. */
const LEAST_TURN = 0.35;

/**
 * A find seen again, alone, from near and upright, by a network that has learned to tell faces from what was taken for them.
 *
 * @param isClear whether a logit leaves no doubt; by default none does
 * @returns the logit of a face; where that leaves doubt, its mean with the mirror image's
 */
export async function lookAgain(run: RunModel, picture: Picture, find: FaceFind, isClear: (logit: number) => boolean = () => false): Promise<number> {
  const crop = networkPlanes(picture, secondView(find, picture), SECOND_LOOK_SIDE, SECOND_LOOK_SIDE);
  const logit = await ask(run, crop);
  return isClear(logit) ? logit : (logit + (await ask(run, mirrorPlanes(crop, SECOND_LOOK_SIDE)))) / 2;
}

async function ask(run: RunModel, crop: Float32Array): Promise<number> {
  const { seen } = await run({ crop: { data: crop, dims: [1, 3, SECOND_LOOK_SIDE, SECOND_LOOK_SIDE] } });
  const logit = seen?.data[0];
  if (logit === undefined) throw new Error("The model is none for second looks: its output seen is missing.");
  return logit;
}

/**
 * The map from the picture to what the second look sees.
 *
 * @param picture the sides of a picture that the face may fill
 */
export function secondView(find: FaceFind, picture?: Pick<Picture, "width" | "height">): Affine {
  const filled = picture === undefined ? 0 : Math.max(find.box.width, find.box.height) / Math.max(picture.width, picture.height);
  return turnedView(find.box, SECOND_LOOK_SIDE, Math.min(LARGEST_PART, Math.max(FACE_PART, filled)), turnOf(eyesOf(find)));
}

/**
 * A find that may be a head that leans far to one side, seen again on turned crops: the crop that shows it most surely has its
 * points.
 *
 * @param run the first look's network
 * @returns undefined where it is seen best as it is, or not at all
 */
export async function seeLeaning(run: RunModel, picture: Picture, find: FaceFind): Promise<FaceFind | undefined> {
  const { side, part, turns, leastScore, leastOverlap } = LEANING;
  let best: { readonly turn: number; readonly find: FaceFind } | undefined;
  for (const turn of turns) {
    const view: View = { map: turnedView(find.box, side, part, turn), width: side, height: side };
    for (const again of await runFaceNet(run, picture, view, leastScore)) {
      if (overlap(again.box, find.box) > leastOverlap && again.score > (best?.find.score ?? 0)) best = { turn, find: again };
    }
  }
  return best === undefined || best.turn === 0 ? undefined : { box: find.box, score: Math.max(find.score, best.find.score), points: best.find.points };
}

/** How leaning heads are seen again: the view's side, the face's part of it, its turns in radians, and which find there is the same. */
const LEANING = { side: 96, part: 0.5, turns: [0, -0.8, 0.8], leastScore: 0.5, leastOverlap: 0.4 };

/** The map that shows a box, turned back by `turn` radians, in the middle of a square, its longer side taking `part` of it. */
export function turnedView({ x, y, width, height }: Box, side: number, part: number, turn: number): Affine {
  const middle = { x: x + width / 2, y: y + height / 2 };
  const scale = (side * part) / Math.max(width, height);
  return similarity([middle, { x: middle.x + Math.cos(turn), y: middle.y + Math.sin(turn) }], [{ x: side / 2, y: side / 2 }, { x: side / 2 + scale, y: side / 2 }]);
}

/** The turn of the line of the eyes, in radians; 0 where it is little, or too much to be believed. */
export function turnOf({ left, right }: Eyes): number {
  const turn = Math.atan2(right.y - left.y, right.x - left.x);
  return Math.abs(turn) < LEAST_TURN || Math.abs(turn) > Math.PI / 2 ? 0 : turn;
}
