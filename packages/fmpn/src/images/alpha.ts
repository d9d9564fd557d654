import { checkPixels } from "./decode-options.js";
import { ImageError } from "./image-error.js";
import type { PixelData } from "./image-source.js";
import { createPicture, type Picture } from "./picture.js";

/** What lies behind transparent pixels: neither the black nor the white that would look like hair or a wall. */
const BACKDROP = 128;

/**
 * Lays 8-bit RGBA rows (not premultiplied) on mid-grey: `α·c + (1 − α)·128`, rounded.
 *
 * @param rgba `height × width × 4` values in [0, 255].
 */
export function layOnGray(width: number, height: number, rgba: Uint8Array | Uint8ClampedArray): Picture {
  const data = new Uint8ClampedArray(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    const alpha = rgba[from + 3];
    if (alpha === 255) {
      data[to] = rgba[from];
      data[to + 1] = rgba[from + 1];
      data[to + 2] = rgba[from + 2];
      continue;
    }
    const behind = (255 - alpha) * BACKDROP;
    data[to] = (alpha * rgba[from] + behind) / 255;
    data[to + 1] = (alpha * rgba[from + 1] + behind) / 255;
    data[to + 2] = (alpha * rgba[from + 2] + behind) / 255;
  }
  return createPicture(width, height, 3, data);
}

/** @throws ImageError where there are more pixels than allowed, or none */
export function pictureOfPixels({ width, height, data }: PixelData, name: string, maxPixels: number): Picture {
  if (data.length === 0) throw new ImageError(name, "empty", "has no pixels");
  checkPixels(width, height, name, maxPixels);
  return layOnGray(width, height, data);
}
