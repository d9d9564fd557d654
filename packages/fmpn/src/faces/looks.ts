import { compose, scaling, type Affine } from "../images/affine.js";
import { SIDES_OF, type View } from "./face-net.js";

/** The narrowest face, in a view's pixels, that is found reliably (docs/faces.md). */
export const LEAST_FACE = 10;
/** The longer side of the look at a whole picture; smaller pictures are enlarged, but not more than this. */
const SIDE = 640;
const MOST_ENLARGED = 2;
/** A larger look is taken in tiles. */
const MOST_SIDE = 1280;
/** Neighbouring tiles share this much: a face that one cuts is whole in the other. */
const SHARED = 160;
/** The look for faces that fill the picture: how large it is, and which part of it the picture takes. */
const OVERVIEW = { side: 224, part: 0.75 };

/** The widest face that a close look is asked for, in its pixels: of larger ones it sees parts, and the overview the whole. */
const LARGEST_CLOSE = 128;

/** A look and the faces that it is good for, by their width in its pixels. */
export interface Look extends View {
  readonly most: number;
}

/** The whole picture, small and with air around: for faces that fill it. */
export function overview(width: number, height: number, { side, part } = OVERVIEW): Look {
  const scale = (side * part) / Math.max(width, height);
  return { map: scaling(scale, (side - width * scale) / 2, (side - height * scale) / 2), width: side, height: side, most: Infinity };
}

/** For a picture that was cropped to a face: the view's side, and which part of it the picture takes in turn. */
const CROP_SIDE = 128;
const CROP_PARTS = [0.7, 0.5, 0.95];

/** Smaller looks at the whole picture, with more and with less air around. */
export function cropLooks(width: number, height: number): Look[] {
  return CROP_PARTS.map((part) => overview(width, height, { side: CROP_SIDE, part }));
}

/** The same, turned about its middle. */
export function turnedOverview(width: number, height: number, degrees: number): Look {
  const { map, ...look } = overview(width, height, { ...OVERVIEW, part: 0.6 });
  const angle = (degrees * Math.PI) / 180;
  const turn: Affine = { a: Math.cos(angle), b: -Math.sin(angle), c: 0, d: Math.sin(angle), e: Math.cos(angle), f: 0 };
  const [x, y] = [look.width / 2, look.height / 2];
  return { ...look, map: compose(scaling(1, x, y), compose(turn, compose(scaling(1, -x, -y), map))) };
}

/** The looks that show every face of `minFace` pixels or more: one at the whole picture, or tiles of a larger one. */
export function closeLooks(width: number, height: number, minFace: number): Look[] {
  const longer = Math.max(width, height);
  const whole = (scale: number): Look => lookAt(0, 0, width * scale, height * scale, scale);
  const scale = Math.max(LEAST_FACE / minFace, wholeScale(longer));
  if (longer * scale <= MOST_SIDE) return [whole(scale)];
  // Faces too large for a tile are seen in the largest look that is taken as a whole.
  const looks = [whole(MOST_SIDE / longer)];
  for (const [top, rows] of tiles(height * scale)) {
    for (const [left, columns] of tiles(width * scale)) looks.push(lookAt(left, top, columns, rows, scale));
  }
  return looks;
}

/** The narrowest face, in the picture's pixels, that one look of the usual size at all of it shows. */
export function leastInWhole(width: number, height: number): number {
  return LEAST_FACE / wholeScale(Math.max(width, height));
}

function wholeScale(longer: number): number {
  return Math.min(MOST_ENLARGED, SIDE / longer);
}

function lookAt(left: number, top: number, columns: number, rows: number, scale: number): Look {
  const whole = (length: number): number => Math.max(SIDES_OF, Math.ceil(length / SIDES_OF - 1e-9) * SIDES_OF);
  return { map: scaling(scale, -left, -top), width: whole(columns), height: whole(rows), most: LARGEST_CLOSE };
}

/** Where tiles begin along a side, and how long they are. */
function tiles(length: number): [start: number, length: number][] {
  if (length <= SIDE) return [[0, length]];
  const count = Math.ceil((length - SHARED) / (SIDE - SHARED));
  return Array.from({ length: count }, (_, index) => [(index * (length - SIDE)) / (count - 1), SIDE]);
}
