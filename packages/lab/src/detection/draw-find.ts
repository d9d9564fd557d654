import type { Random } from "@fmpn/graph";
import { type Affine, compose, invert, mapPoint, type Picture, scaling, similarity, warp } from "fmpn/pictures";
import { SECOND_LOOK_SIDE, secondView } from "fmpn/faces";
import { coverFace } from "./cover-face.js";
import { type DetectionMaterial, type MaterialPicture, pictureOf } from "./detection-material.js";
import type { LabelledFace } from "./labelled-pictures.js";
import type { MinedFind } from "./mine-finds.js";
import { varyLight } from "./vary-light.js";
import { weighted } from "./weighted-choice.js";

/** A crop as the second look sees it, and whether it is a face. */
export interface DrawnFind {
  readonly picture: Picture;
  readonly isFace: boolean;
}

/** Shares of the crops: faces that were found; faces that were cut out by others; the rest was taken for a face. */
const SHARES = { found: 0.34, cut: 0.16 };
/** Finds of less are seldom asked about. */
const LEAST_SCORE = 0.3;
/** So many of what was taken for a face are drawn by how sure both looks were, the others alike. */
const HARD = 0.5;
/** Eyes nearer than this part of the box show a face from the side; such faces are drawn so many times as often. */
const PROFILE = { span: 0.32, often: 2.5 };
/** Crops are covered so many times as often as for the first look: faces, and what is none. */
const COVERED_OFTEN = 1.6;
/** How far a crop may be off, in parts of the face: its middle, its size, and its turn in radians. */
const OFF = { middle: 0.08, size: 0.16, turn: 0.14 };
/** As many of the crops are shrunk first, as what is far away. */
const FAR = 0.25;
/** Of what was not cut out by others, so much gets an edge too, so that an edge tells nothing. */
const EDGED = 0.3;

/** Draws crops for the second look. */
export function findDrawer(material: DetectionMaterial, finds: readonly MinedFind[]): (random: Random) => DrawnFind {
  const faces = finds.filter(({ isFace }) => isFace);
  const others = finds.filter(({ isFace, score }) => !isFace && score >= LEAST_SCORE);
  const cut: MinedFind[] = material.pictures.flatMap(({ role, faces: [face] }, picture) =>
    role === "crop" && face?.points !== undefined ? [{ picture, box: face.box, points: face.points, score: 1, isFace: true }] : [],
  );
  if (faces.length === 0 || others.length === 0) throw new Error("The first look found nothing to learn from: no faces, or nothing that was taken for one.");
  const face = weighted(faces, frequency);
  const cutFace = cut.length > 0 ? weighted(cut, frequency) : face;
  const hard = weighted(others, ({ sure, score }) => 0.02 + (sure ?? score ** 2));
  const any = weighted(others, () => 1);
  const grounds = material.pictures.filter(({ role }) => role === "empty");
  const ground = (random: Random, side = SECOND_LOOK_SIDE): Picture | undefined => {
    const picture = grounds[random.integer(Math.max(1, grounds.length))];
    return picture && pieceOf(material, picture, side, random);
  };
  const pattern = grounds.length > 0 ? (random: Random): Picture => ground(random, 24) as Picture : undefined;
  return (random) => {
    const kind = random.uniform();
    const isCut = kind >= SHARES.found && kind < SHARES.found + SHARES.cut && cut.length > 0;
    const find = (kind < SHARES.found ? face : kind < SHARES.found + SHARES.cut ? cutFace : random.uniform() < HARD ? hard : any)(random);
    const picture = material.pictures[find.picture];
    if (picture === undefined) throw new Error(`The material has no picture ${find.picture}.`);
    const shown = secondView({ box: { x: find.box[0], y: find.box[1], width: find.box[2], height: find.box[3] }, score: find.score, points: pointsOf(find.points) });
    const map = compose(random.uniform() < 0.5 ? MIRROR : UPRIGHT, compose(offset(random), shown));
    const side = SECOND_LOOK_SIDE;
    let seen = warp(pictureOf(material, picture), map, side, side, random.uniform() < 0.5 ? 0 : "replicate");
    coverFace(seen, seenFace(find, map), random, { often: COVERED_OFTEN, pattern });
    const behind = isCut || random.uniform() < EDGED ? ground(random) : undefined;
    if (behind !== undefined) layOnto(seen, behind, map, isCut ? [0, 0, picture.width, picture.height] : edgesAround(find.box, random));
    if (random.uniform() < FAR) {
      const small = Math.round(side / (1.4 + 2.4 * random.uniform()));
      seen = warp(warp(seen, scaling(small / side), small, small), scaling(side / small), side, side);
    }
    return { picture: varyLight(seen, random), isFace: find.isFace };
  };
}

const UPRIGHT: Affine = scaling(1);
const MIRROR: Affine = { a: -1, b: 0, c: SECOND_LOOK_SIDE, d: 0, e: 1, f: 0 };

/** Faces from the side are rare, and what the first look was least sure of teaches most. */
function frequency({ box, points, score }: MinedFind): number {
  const span = Math.hypot((points[2] ?? 0) - (points[0] ?? 0), (points[3] ?? 0) - (points[1] ?? 0));
  return (span < PROFILE.span * box[2] ? PROFILE.often : 1) * (score < 0.7 ? 1.5 : 1);
}

function pointsOf(values: readonly number[]): { x: number; y: number }[] {
  return Array.from({ length: 5 }, (_, k) => ({ x: values[2 * k] ?? 0, y: values[2 * k + 1] ?? 0 }));
}

/** A little off in place, size and turn, about the crop's middle. */
function offset(random: Random): Affine {
  const half = SECOND_LOOK_SIDE / 2;
  const [scale, turn] = [Math.exp(OFF.size * random.normal()), OFF.turn * random.normal()];
  const to = { x: half * (1 + OFF.middle * random.normal()), y: half * (1 + OFF.middle * random.normal()) };
  return similarity([{ x: half, y: half }, { x: half + 1, y: half }], [to, { x: to.x + Math.cos(turn) * scale, y: to.y + Math.sin(turn) * scale }]);
}

/** The find in the crop's pixels, its sides as they are there. */
function seenFace({ box: [x, y, w, h], points }: MinedFind, map: Affine): LabelledFace {
  const scale = Math.sqrt(Math.abs(map.a * map.e - map.b * map.d));
  const middle = mapPoint(map, { x: x + w / 2, y: y + h / 2 });
  return {
    box: [middle.x - (w * scale) / 2, middle.y - (h * scale) / 2, w * scale, h * scale],
    points: pointsOf(points).flatMap((point) => { const to = mapPoint(map, point); return [to.x, to.y]; }),
  };
}

/** Any piece of a picture without faces. */
function pieceOf(material: DetectionMaterial, picture: MaterialPicture, side: number, random: Random): Picture {
  const scale = (side / Math.min(picture.width, picture.height)) * (1 + 2 * random.uniform());
  const [x, y] = [random.uniform() * Math.max(0, picture.width * scale - side), random.uniform() * Math.max(0, picture.height * scale - side)];
  return warp(pictureOf(material, picture), scaling(scale, -x, -y), side, side);
}

/** A box around a find, as others cut faces out. */
function edgesAround([x, y, w, h]: MinedFind["box"], random: Random): MinedFind["box"] {
  const beyond = (length: number): number => length * (0.02 + 0.45 * random.uniform());
  const [left, top] = [beyond(w), beyond(h)];
  return [x - left, y - top, w + left + beyond(w), h + top + beyond(h)];
}

/** What is seen beyond a box of the picture is taken from another one. */
function layOnto(seen: Picture, behind: Picture, map: Affine, [x, y, w, h]: MinedFind["box"]): void {
  const back = invert(map);
  for (let row = 0; row < seen.height; row += 1) {
    for (let column = 0; column < seen.width; column += 1) {
      const at = mapPoint(back, { x: column + 0.5, y: row + 0.5 });
      if (at.x >= x && at.x < x + w && at.y >= y && at.y < y + h) continue;
      const pixel = 3 * (row * seen.width + column);
      for (let c = pixel; c < pixel + 3; c += 1) seen.data[c] = behind.data[c] ?? 0;
    }
  }
}
