import type { Shape } from "../../shape.js";
import { after, type Address, type Block, type View } from "./view.js";

/** Pixels around an image. */
export interface Border {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export const noBorder: Border = { top: 0, left: 0, bottom: 0, right: 0 };

export const widest = (a: Border, b: Border): Border => ({
  top: Math.max(a.top, b.top),
  left: Math.max(a.left, b.left),
  bottom: Math.max(a.bottom, b.bottom),
  right: Math.max(a.right, b.right),
});

/** What an operator wants of the image that it reads. */
export interface Need {
  readonly border: Border;
  /** The border's value: 0 for sums, the least number for greatest values. */
  readonly fill: number;
  /** Bytes that are read behind the last pixel. */
  readonly tail: number;
  /** Whether the channels have to fill vectors, also where there is one channel. */
  readonly vectors: boolean;
}

export const plainNeed: Need = { border: noBorder, fill: 0, tail: 0, vectors: false };

/** What meets two needs, as far as one border can: the first says what it holds. */
export const both = (a: Need, b: Need): Need => ({
  border: a.fill === b.fill ? widest(a.border, b.border) : a.border,
  fill: a.fill,
  tail: Math.max(a.tail, b.tail),
  vectors: a.vectors || b.vectors,
});

/**
 * N images whose channels lie side by side, in fours (N×H×W×C, "NHWC"), each within a border. One channel alone lies
 * alone. Lanes beyond the last channel hold numbers that no one looks at, zeros where convolutions made them.
 */
export interface Image {
  readonly block: Block;
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly border: Border;
  readonly fill: number;
  readonly tail: number;
  /** Channels as they lie in memory. */
  readonly lanes: number;
  /** Bytes from a pixel to the next one, to the one below, and to the next image's. */
  readonly pixel: number;
  readonly row: number;
  readonly picture: number;
  /** The first image's first pixel. */
  readonly start: Address;
}

export const upTo = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/** Lays out a new image of shape N×C×H×W or N×C. */
export function layOut(shape: Shape, { border, fill, tail, vectors }: Need): Image {
  const [count = 1, channels = 1, height = 1, width = 1] = shape;
  const lanes = channels === 1 && !vectors ? 1 : upTo(channels, 4);
  const pixel = lanes * 4;
  const row = (border.left + width + border.right) * pixel;
  const picture = (border.top + height + border.bottom) * row;
  const block: Block = { bytes: upTo(count * picture + tail, 16) };
  const start = { block, offset: border.top * row + border.left * pixel };
  return { block, count, channels, height, width, border, fill, tail, lanes, pixel, row, picture, start };
}

/** Another image, of numbers half as wide, that lies as an image does. Windows may read a vector behind its end. */
export function halved({ block, pixel, row, picture, start, ...image }: Image): Image {
  const half: Block = { bytes: upTo(block.bytes / 2, 16) + 16 };
  return { ...image, block: half, pixel: pixel / 2, row: row / 2, picture: picture / 2, start: { block: half, offset: start.offset / 2 } };
}

/** An image as a tensor N×C×H×W, or N×C. */
export function imageView({ start, channels, picture, row, pixel, count, height, width, lanes }: Image, rank: 4 | 2): View {
  const view = { start, shape: [count, channels, height, width], strides: [picture, 4, row, pixel], lanes };
  return rank === 4 ? view : { ...view, shape: view.shape.slice(0, 2), strides: view.strides.slice(0, 2) };
}

/** Whether an image has what is needed. */
export function satisfies(image: Image, need: Need): boolean {
  const around = widest(image.border, need.border);
  const wide = (Object.keys(around) as (keyof Border)[]).every((side) => around[side] === image.border[side]);
  const bare = Object.values(need.border).every((width) => width === 0) && need.tail === 0;
  return wide && image.tail >= need.tail && (bare || image.fill === need.fill) && (!need.vectors || image.lanes % 4 === 0);
}

/** The runs of memory that make up an image's border: start, how many, how far apart, how long. */
export function borderRuns({ block, count, height, width, border: { top, left, bottom, right }, pixel, row, picture, tail }: Image) {
  const all: { dst: Address; runs: number; distance: number; bytes: number }[] = [];
  const add = (offset: number, runs: number, distance: number, bytes: number): void => {
    if (runs > 0 && bytes > 0) all.push({ dst: { block, offset }, runs, distance, bytes });
  };
  const start: Address = { block, offset: 0 };
  for (let image = 0; image < count; image += 1) {
    const { offset } = after(start, image * picture);
    add(offset, 1, 0, top * row + left * pixel);
    // Right end of a row and left end of the next are one run.
    add(offset + top * row + (left + width) * pixel, height - 1, row, (left + right) * pixel);
    add(offset + (top + height - 1) * row + (left + width) * pixel, 1, 0, right * pixel + bottom * row);
  }
  add(count * picture, 1, 0, tail);
  return all;
}
