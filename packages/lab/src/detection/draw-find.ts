import type { Random } from "@fmpn/graph";
import { compose, type Picture, scaling, similarity, warp } from "fmpn/pictures";
import { SECOND_LOOK_SIDE, secondView } from "fmpn/faces";
import { coverFace } from "./cover-face.js";
import { type DetectionMaterial, pictureOf } from "./detection-material.js";
import type { LabelledBox } from "./labelled-pictures.js";
import type { MinedFind } from "./mine-finds.js";
import { varyLight } from "./vary-light.js";

/** A crop as the second look sees it, and whether it is a face. */
export interface DrawnFind {
  readonly picture: Picture;
  readonly isFace: boolean;
}

/** Shares of the crops: faces that were found; faces that were cut out by others; the rest was taken for a face. */
const SHARES = { found: 0.36, cut: 0.14 };
/** Finds of less are seldom asked about. */
const LEAST_SCORE = 0.3;
/** Faces are covered so many times as often as for the first look. */
const COVERED_OFTEN = 1.8;
/** How far a crop may be off, in parts of the face: its middle, its size, and its turn in radians. */
const OFF = { middle: 0.08, size: 0.16, turn: 0.12 };
/** As many of the crops are shrunk first, as what is far away. */
const FAR = 0.2;

/** Draws crops for the second look. */
export function findDrawer(material: DetectionMaterial, finds: readonly MinedFind[]): (random: Random) => DrawnFind {
  const faces = finds.filter(({ isFace }) => isFace);
  const others = finds.filter(({ isFace, score }) => !isFace && score >= LEAST_SCORE);
  const cut: MinedFind[] = material.pictures.flatMap(({ role, faces: [face] }, picture) =>
    role === "crop" && face?.points !== undefined ? [{ picture, box: face.box, points: face.points, score: 1, isFace: true }] : [],
  );
  if (faces.length === 0 || others.length === 0) throw new Error("The first look found nothing to learn from: no faces, or nothing that was taken for one.");
  return (random) => {
    const kind = random.uniform();
    const pile = kind < SHARES.found || (cut.length === 0 && kind < SHARES.found + SHARES.cut) ? faces : kind < SHARES.found + SHARES.cut ? cut : others;
    const find = pile[random.integer(pile.length)] as MinedFind;
    const view = secondView({ box: { x: find.box[0], y: find.box[1], width: find.box[2], height: find.box[3] }, score: find.score, points: pointsOf(find.points) });
    const picture = material.pictures[find.picture];
    if (picture === undefined) throw new Error(`The material has no picture ${find.picture}.`);
    const off = offset(random);
    const map = compose(off, view);
    const side = SECOND_LOOK_SIDE;
    let seen = warp(pictureOf(material, picture), random.uniform() < 0.5 ? mirrored(map) : map, side, side, 0);
    if (find.isFace) coverFace(seen, middleFace(side), random, COVERED_OFTEN);
    if (random.uniform() < FAR) {
      const small = Math.round(side / (1.4 + 1.8 * random.uniform()));
      seen = warp(warp(seen, scaling(small / side), small, small), scaling(side / small), side, side);
    }
    return { picture: varyLight(seen, random), isFace: find.isFace };
  };
}

function pointsOf(values: readonly number[]): { x: number; y: number }[] {
  return Array.from({ length: 5 }, (_, k) => ({ x: values[2 * k] ?? 0, y: values[2 * k + 1] ?? 0 }));
}

/** A little off in place, size and turn, about the crop's middle. */
function offset(random: Random): ReturnType<typeof similarity> {
  const half = SECOND_LOOK_SIDE / 2;
  const [scale, turn] = [Math.exp(OFF.size * random.normal()), OFF.turn * random.normal()];
  const to = { x: half * (1 + OFF.middle * random.normal()), y: half * (1 + OFF.middle * random.normal()) };
  return similarity([{ x: half, y: half }, { x: half + 1, y: half }], [to, { x: to.x + Math.cos(turn) * scale, y: to.y + Math.sin(turn) * scale }]);
}

function mirrored(map: ReturnType<typeof similarity>): ReturnType<typeof similarity> {
  return compose({ a: -1, b: 0, c: SECOND_LOOK_SIDE, d: 0, e: 1, f: 0 }, map);
}

/** Where an upright face in the crop's middle has its points, roughly: enough to lay a mask on. */
function middleFace(side: number): { box: LabelledBox; points: readonly number[] } {
  const at = (x: number, y: number): number[] => [x * side, y * side];
  return { box: [0.22 * side, 0.2 * side, 0.56 * side, 0.6 * side], points: [...at(0.39, 0.43), ...at(0.61, 0.43), ...at(0.5, 0.56), ...at(0.41, 0.67), ...at(0.59, 0.67)] };
}
