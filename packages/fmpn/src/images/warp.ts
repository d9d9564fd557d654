import { invert, mapPoint, type Affine } from "./affine.js";
import type { Box } from "./box.js";
import { boxShrink } from "./box-shrink.js";
import type { Edge } from "./edge.js";
import { createPicture, type Picture } from "./picture.js";
import { warpStraight } from "./warp-straight.js";
import { warpTurned } from "./warp-turned.js";

/** Above this shrinking, blocks are averaged first, which leaves a shrinking between half of it and all of it. */
export const DIRECT_SHRINK = 3;

/**
 * Cuts, turns and scales: the picture of `width × height` pixels whose point `toOutput(p)` shows the point `p` of
 * `picture`. The one resampler of this project, for detection, training and recognition, in Node and in the browser.
 *
 * Each output pixel is the average of the source pixels under a triangle of radius `max(1, s)` source pixels, where `s`
 * is the number of source pixels to an output pixel: bilinear interpolation when enlarging, with antialiasing when
 * shrinking (as Pillow's `BILINEAR`, and unlike a browser's or OpenCV's). Sums are in double precision, rounded once.
 */
export function warp(picture: Picture, toOutput: Affine, width: number, height: number, edge: Edge = "replicate"): Picture {
  const output = createPicture(width, height, picture.channels);
  let toSource = invert(toOutput);
  let source = picture;
  const shrink = Math.sqrt(Math.abs(toSource.a * toSource.e - toSource.b * toSource.d));
  if (shrink > DIRECT_SHRINK) {
    const factor = Math.floor((2 * shrink) / DIRECT_SHRINK);
    const region = regionSeen(picture, toSource, width, height, shrink);
    source = boxShrink(picture, region, factor);
    toSource = {
      a: toSource.a / factor,
      b: toSource.b / factor,
      c: (toSource.c - region.x) / factor,
      d: toSource.d / factor,
      e: toSource.e / factor,
      f: (toSource.f - region.y) / factor,
    };
  }
  if (toSource.b === 0 && toSource.d === 0 && toSource.a > 0 && toSource.e > 0) {
    warpStraight(source, toSource, output, edge);
  } else {
    warpTurned(source, toSource, output, edge);
  }
  return output;
}

/** The picture scaled to `width × height` pixels, each side by its own factor, by the same filter as {@link warp}. */
export function resize(picture: Picture, width: number, height: number): Picture {
  if (width === picture.width && height === picture.height) return picture;
  return warp(picture, { a: width / picture.width, b: 0, c: 0, d: 0, e: height / picture.height, f: 0 }, width, height);
}

/** The whole pixels of the picture that the output can see, with the filter's reach around them. */
function regionSeen(picture: Picture, toSource: Affine, width: number, height: number, reach: number): Box {
  const corners = [
    mapPoint(toSource, { x: 0, y: 0 }),
    mapPoint(toSource, { x: width, y: 0 }),
    mapPoint(toSource, { x: 0, y: height }),
    mapPoint(toSource, { x: width, y: height }),
  ];
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  // At least one pixel remains where the output looks past the picture.
  const left = clamp(Math.floor(Math.min(...xs) - 2 * reach), picture.width - 1);
  const top = clamp(Math.floor(Math.min(...ys) - 2 * reach), picture.height - 1);
  const right = clamp(Math.ceil(Math.max(...xs) + 2 * reach), picture.width);
  const bottom = clamp(Math.ceil(Math.max(...ys) + 2 * reach), picture.height);
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
