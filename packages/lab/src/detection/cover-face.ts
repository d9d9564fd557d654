import type { Random } from "@fmpn/graph";
import type { Picture } from "fmpn/pictures";
import type { LabelledFace } from "./labelled-pictures.js";

/** How often a face gets a mask over mouth and nose, dark glasses, or something in front of it: at one side, before the mouth, over the brows. */
const MASK = 0.16;
const GLASSES = 0.05;
const SOMETHING = 0.08;
/** So many of the covers show a piece of another picture instead of one colour. */
const PATTERNED = 0.35;
/** Smaller faces show nothing of it. */
const LEAST_SIDE = 9;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a cover is made of: the colour at a place of it, both from 0 to 1. */
type Cloth = (x: number, y: number) => readonly number[];

/** How faces are covered. */
export interface CoverOptions {
  /** How many times as often as usual; by default once. */
  readonly often?: number | undefined;
  /** Draws what patterns are taken from. */
  readonly pattern?: ((random: Random) => Picture) | undefined;
}

/**
 * Paints what hides faces in life over some of them: half of the faces that a detector misses are covered.
 *
 * What is no face should be painted over as often where a network looks at it alone: else the paint tells it from one.
 */
export function coverFace(picture: Picture, { box, points }: LabelledFace, random: Random, { often = 1, pattern }: CoverOptions = {}): void {
  const draw = random.uniform() / often;
  if (Math.min(box[2], box[3]) < LEAST_SIDE || points === undefined || draw > MASK + GLASSES + SOMETHING) return;
  const at = (k: number): Point => ({ x: points[2 * k] ?? 0, y: points[2 * k + 1] ?? 0 });
  const [left, right, nose] = [at(0), at(1), at(2)];
  const eyes = mid(left, right);
  const mouth = mid(at(3), at(4));
  // Along the line of the eyes, and from the eyes to the mouth; in profile the eyes tell nothing of the width.
  const down = { x: mouth.x - eyes.x, y: mouth.y - eyes.y };
  const length = Math.hypot(down.x, down.y);
  if (length < 2) return;
  const width = 0.48 * Math.sqrt(box[2] * box[3]);
  const across = { x: (down.y / length) * width, y: (-down.x / length) * width };
  const place = (from: Point, sideways: number, downwards: number): Point => ({ x: from.x + across.x * sideways + down.x * downwards, y: from.y + across.y * sideways + down.y * downwards });
  const round = (middle: Point, wide: number, high: number): Point[] => Array.from({ length: 10 }, (_, k) => place(middle, wide * Math.cos((k * Math.PI) / 5), high * Math.sin((k * Math.PI) / 5)));
  const cloth = (colors: readonly (readonly number[])[]): Cloth => {
    if (pattern !== undefined && random.uniform() < PATTERNED) return clothOf(pattern(random));
    const color = (colors[random.integer(colors.length)] ?? []).map((value) => value + 24 * (random.uniform() - 0.5));
    return () => color;
  };
  const anyColor = [255 * random.uniform(), 255 * random.uniform(), 255 * random.uniform()];
  if (draw < MASK) {
    const top = mid(nose, eyes);
    // One in eight is worn below the nose.
    const high = random.uniform() < 0.12 ? 0.35 + 0.2 * random.uniform() : -0.1 + 0.3 * random.uniform();
    const wide = 0.8 + 0.3 * random.uniform();
    const chin = 1 + 0.4 * random.uniform();
    const outline = [place(eyes, wide, 0.45 + high), place(top, 0, high), place(eyes, -wide, 0.45 + high), place(eyes, -0.8 * wide, 1.25), place(mouth, -0.35, 0.6 * chin), place(mouth, 0.35, 0.6 * chin), place(eyes, 0.8 * wide, 1.25)];
    fill(picture, outline, cloth([...MASK_COLORS, anyColor]), random);
  } else if (draw < MASK + GLASSES) {
    const dark: Cloth = () => [20, 20, 25];
    for (const eye of [left, right]) fill(picture, round(eye, 0.38, 0.3), dark, random);
  } else {
    const [kind, side] = [random.integer(3), random.uniform() < 0.5 ? -1 : 1];
    const outline =
      kind === 0
        ? [place(eyes, 0.15 * side, -0.9), place(eyes, 1.3 * side, -0.9), place(mouth, 1.3 * side, 0.8), place(mouth, (0.3 * random.uniform() - 0.05) * side, 0.8)]
        : kind === 1
          ? round(place(mouth, 0.5 * random.normal(), 0.3 * random.uniform()), 0.3 + 0.4 * random.uniform(), 0.35 + 0.5 * random.uniform())
          : [place(eyes, -1.2, -1.6), place(eyes, 1.2, -1.6), place(eyes, 1.2, -0.15 - 0.3 * random.uniform()), place(eyes, -1.2, -0.15 - 0.3 * random.uniform())];
    fill(picture, outline, cloth([anyColor, SKIN.map((value) => value * (0.4 + 0.7 * random.uniform()))]), random);
  }
}

/** Most masks are white, light blue or black. */
const MASK_COLORS = [[235, 235, 235], [150, 190, 225], [35, 35, 40]];
/** A hand before the face. */
const SKIN = [225, 170, 140];

const mid = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** The picture as a cloth. */
function clothOf({ width, height, data }: Picture): Cloth {
  return (x, y) => {
    const at = 3 * (Math.min(height - 1, Math.floor(y * height)) * width + Math.min(width - 1, Math.floor(x * width)));
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
  };
}

/** Fills an outline with a cloth that is lighter on one side, with folds. */
function fill(picture: Picture, outline: readonly Point[], cloth: Cloth, random: Random): void {
  const [xs, ys] = [outline.map(({ x }) => x), outline.map(({ y }) => y)];
  const [left, right] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(picture.width - 1, Math.ceil(Math.max(...xs)))];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(picture.height - 1, Math.ceil(Math.max(...ys)))];
  const angle = 2 * Math.PI * random.uniform();
  const [light, folds, phase] = [0.35 * random.uniform(), 0.12 * random.uniform(), 2 * Math.PI * random.uniform()];
  const extent = Math.max(right - left, bottom - top, 1);
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      if (!inside(outline, x + 0.5, y + 0.5)) continue;
      const [u, v] = [(x - left) / extent, (y - top) / extent];
      const shade = 1 - light * (u * Math.cos(angle) + v * Math.sin(angle) + 0.5) * 0.6 - folds * Math.sin(12 * v + phase);
      const color = cloth(u, v);
      for (let c = 0; c < 3; c += 1) picture.data[3 * (y * picture.width + x) + c] = (color[c] ?? 0) * shade + 6 * (random.uniform() - 0.5);
    }
  }
}

/** Whether a point lies in a polygon, by the edges that a ray crosses. */
function inside(outline: readonly Point[], x: number, y: number): boolean {
  let within = false;
  for (const [index, a] of outline.entries()) {
    const b = outline[(index + 1) % outline.length];
    if (b !== undefined && a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
  }
  return within;
}
