// Composes a group photo from single portraits, with known places: a measuring device, not an augmentation.
import { warp } from "../../packages/fmpn/src/images/warp.js";
import { compose, mapPoint, scaling, type Affine } from "../../packages/fmpn/src/images/affine.js";
import { createPicture, type Picture } from "../../packages/fmpn/src/images/picture.js";
import type { Eyes } from "../../packages/fmpn/src/faces/face.js";

/** A portrait and where its eyes are. */
export interface Portrait {
  readonly picture: Picture;
  readonly eyes: Eyes;
}

/** A composed photo and, for each face in it, the eyes and the face's width in pixels. */
export interface GroupPhoto {
  readonly picture: Picture;
  readonly faces: readonly { readonly eyes: Eyes; readonly size: number }[];
}

/** A face from ear to ear is about this many eye distances wide. */
export const FACE_WIDTH = 2.2;

/** A generator of numbers in [0, 1) from a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Twelve faces in a photo of 1600 × 1200: widths spread evenly in their logarithm from 24 to 200 pixels, each in a cell
 * of a 4 × 3 grid at a random place, turned by up to `turn` degrees, cut out by a soft ellipse, before a wall of blurred
 * blotches.
 */
export function composeGroupPhoto(portraits: readonly Portrait[], random: () => number, turn = 10): GroupPhoto {
  const [width, height, columns, rows] = [1600, 1200, 4, 3];
  const picture = blotches(width, height, random);
  const sizes = Array.from({ length: columns * rows }, (_, i) => 24 * (200 / 24) ** (i / (columns * rows - 1)));
  for (let i = sizes.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [sizes[i], sizes[other]] = [sizes[other], sizes[i]];
  }
  const faces = sizes.map((size, cell) => {
    const portrait = portraits[Math.floor(random() * portraits.length)];
    if (portrait === undefined) throw new RangeError("A group photo takes at least one portrait.");
    const reach = size * 0.95;
    const cellWidth = width / columns;
    const cellHeight = height / rows;
    const x = (cell % columns) * cellWidth + reach + random() * (cellWidth - 2 * reach);
    const y = Math.floor(cell / columns) * cellHeight + reach + random() * (cellHeight - 2 * reach);
    const angle = ((random() * 2 - 1) * turn * Math.PI) / 180;
    return paste(picture, portrait, { x, y, size, angle });
  });
  return { picture, faces };
}

/** The picture turned about its middle, on a canvas large enough for its corners; and the map to it. */
export function turned(picture: Picture, degrees: number): { picture: Picture; map: Affine } {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const side = Math.ceil(Math.hypot(picture.width, picture.height));
  const turn: Affine = { a: cos, b: -sin, c: 0, d: sin, e: cos, f: 0 };
  const map = compose(scaling(1, side / 2, side / 2), compose(turn, scaling(1, -picture.width / 2, -picture.height / 2)));
  return { picture: warp(picture, map, side, side, "replicate"), map };
}

function paste(
  onto: Picture,
  { picture, eyes }: Portrait,
  { x, y, size, angle }: { x: number; y: number; size: number; angle: number },
) {
  const distance = Math.hypot(eyes.right.x - eyes.left.x, eyes.right.y - eyes.left.y);
  const scale = size / (FACE_WIDTH * distance);
  // The middle of the face is about half an eye distance below the eyes.
  const middle = { x: (eyes.left.x + eyes.right.x) / 2, y: (eyes.left.y + eyes.right.y) / 2 + distance * 0.5 };
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const map: Affine = {
    a: cos,
    b: -sin,
    c: x - cos * middle.x + sin * middle.y,
    d: sin,
    e: cos,
    f: y - sin * middle.x - cos * middle.y,
  };
  const reach = Math.ceil(size * 0.95);
  const [left, top] = [Math.round(x) - reach, Math.round(y) - reach];
  const patch = warp(picture, { ...map, c: map.c - left, f: map.f - top }, 2 * reach, 2 * reach, "replicate");
  for (let row = 0; row < patch.height; row++) {
    for (let column = 0; column < patch.width; column++) {
      const radius = Math.hypot((column + 0.5 - reach) / (size * 0.72), (row + 0.5 - reach) / (size * 0.92));
      const opacity = Math.min(1, Math.max(0, (1 - radius) * 10));
      if (opacity === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const to = ((top + row) * onto.width + left + column) * 3 + channel;
        const from = (row * patch.width + column) * patch.channels + (patch.channels === 3 ? channel : 0);
        onto.data[to] = opacity * patch.data[from] + (1 - opacity) * onto.data[to];
      }
    }
  }
  return { size, eyes: { left: mapPoint(map, eyes.left), right: mapPoint(map, eyes.right) } };
}

/** A wall of random colours at three scales. */
function blotches(width: number, height: number, random: () => number): Picture {
  const wall = createPicture(width, height, 3);
  for (const [cells, weight] of [[5, 0.6], [20, 0.25], [90, 0.15]] as const) {
    const small = createPicture(cells, Math.ceil((cells * height) / width), 3);
    for (let i = 0; i < small.data.length; i++) small.data[i] = 40 + random() * 180;
    const large = warp(small, scaling(width / cells), width, height);
    for (let i = 0; i < wall.data.length; i++) wall.data[i] = wall.data[i] + weight * large.data[i];
  }
  return wall;
}
