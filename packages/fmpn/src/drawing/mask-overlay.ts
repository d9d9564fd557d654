import { alignment } from "../faces/align.js";
import type { Eyes } from "../faces/face.js";
import { invert } from "../images/affine.js";
import { toRgb } from "../images/gray.js";
import { createPicture, type Picture } from "../images/picture.js";
import { warp } from "../images/warp.js";
import { motionColor } from "../prior/color-map.js";
import { faceOval } from "./face-oval.js";

/** A motion mask and the place of its face in a picture. */
export interface PlacedMask {
  /** `S × S` values in [0, 1] over the aligned crop. */
  readonly mask: Float32Array;
  readonly eyes: Eyes;
}

/** Under the colours the face becomes a dim gray, so that no skin is as bright or as warm as the map's upper half. */
const DIMMED = 0.62;
/** How much of the face the strongest motion covers; the rest lets eyes and mouth shine through. */
const MOST_COVER = 0.82;

/**
 * A crop with its motion mask laid over it: the face dimmed and gray, the motion in the colours of `motionColor`, the
 * stronger the less transparent, inside of the face alone. Light and dark faces end up under the same colours.
 *
 * @param mask `S × S` values in [0, 1], of any side `S`
 * @param margin of the crop, as in `alignFace` and in the recogniser's faces
 */
export function overlayMask(crop: Picture, mask: Float32Array, margin = 0): Picture {
  const { width, height } = crop;
  const side = sideOf(mask);
  const oval = faceOval(side, margin);
  const scaled = warp(maskPicture(mask.map((value, at) => value * (oval[at] ?? 0)), side), { a: width / side, b: 0, c: 0, d: 0, e: height / side, f: 0 }, width, height);
  const output = copyRgb(crop);
  for (let pixel = 0; pixel < width * height; pixel++) blend(output.data, pixel * 3, scaled.data[pixel] ?? 0, 1);
  return output;
}

/**
 * A whole picture with the masks of its faces laid over them, fading into the picture at the faces' edges.
 *
 * @param margin of the crops that the masks belong to, as in `alignFace`
 */
export function overlayMasks(picture: Picture, faces: readonly PlacedMask[], margin = 0): Picture {
  const output = copyRgb(picture);
  const { width } = picture;
  for (const { mask, eyes } of faces) {
    const side = sideOf(mask);
    const toPicture = invert(alignment(eyes, { size: side, margin }));
    const region = regionOf(toPicture, side, picture);
    if (region === undefined) continue;
    const here = { ...toPicture, c: toPicture.c - region.x, f: toPicture.f - region.y };
    const motion = warp(maskPicture(mask, side), here, region.width, region.height, 0);
    const presence = warp(maskPicture(faceOval(side, margin), side), here, region.width, region.height, 0);
    for (let y = 0; y < region.height; y++) {
      for (let x = 0; x < region.width; x++) {
        const from = y * region.width + x;
        const at = ((region.y + y) * width + region.x + x) * 3;
        blend(output.data, at, motion.data[from] ?? 0, (presence.data[from] ?? 0) / 255);
      }
    }
  }
  return output;
}

const colors = Uint8Array.from({ length: 256 * 3 }, (_, i) => motionColor(Math.floor(i / 3))[i % 3] ?? 0);

function blend(data: Uint8ClampedArray, at: number, level: number, presence: number): void {
  if (presence === 0) return;
  const gray = (0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)) * DIMMED;
  const cover = MOST_COVER * (level / 255);
  for (let channel = 0; channel < 3; channel++) {
    const below = data[at + channel] ?? 0;
    data[at + channel] = below + (gray + ((colors[level * 3 + channel] ?? 0) - gray) * cover - below) * presence;
  }
}

function copyRgb(picture: Picture): Picture {
  const { width, height, data } = toRgb(picture);
  return createPicture(width, height, 3, data.slice());
}

function sideOf(mask: Float32Array): number {
  const side = Math.sqrt(mask.length);
  if (!Number.isInteger(side) || side < 1) throw new RangeError(`A mask is a square of values; ${mask.length} are none.`);
  return side;
}

function maskPicture(mask: Float32Array, side: number): Picture {
  return createPicture(side, side, 1, Uint8ClampedArray.from(mask, (value) => value * 255));
}

/** The picture's pixels that the turned square can reach; undefined where it lies outside. */
function regionOf(toPicture: ReturnType<typeof invert>, side: number, { width, height }: Picture) {
  const { a, b, c, d, e, f } = toPicture;
  const corners = [[0, 0], [side, 0], [0, side], [side, side]].map(([x = 0, y = 0]) => [a * x + b * y + c, d * x + e * y + f] as const);
  const x = Math.max(0, Math.floor(Math.min(...corners.map(([x]) => x))));
  const y = Math.max(0, Math.floor(Math.min(...corners.map(([, y]) => y))));
  const right = Math.min(width, Math.ceil(Math.max(...corners.map(([x]) => x))));
  const bottom = Math.min(height, Math.ceil(Math.max(...corners.map(([, y]) => y))));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : undefined;
}
