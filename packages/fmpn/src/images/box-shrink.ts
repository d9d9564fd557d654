import { createPicture, type Picture } from "./picture.js";

/** A rectangle in pixels from the picture's top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Averages blocks of `factor × factor` pixels of a region: the cheap first step of a strong shrinking. The last block of
 * a row or column averages what is left of it.
 *
 * @param region whole pixels inside of the picture.
 * @param factor whole, at least 1.
 */
export function boxShrink(picture: Picture, region: Box, factor: number): Picture {
  const { channels, data } = picture;
  const width = Math.ceil(region.width / factor);
  const height = Math.ceil(region.height / factor);
  const shrunk = createPicture(width, height, channels);
  const sums = new Uint32Array(width * channels);
  const fullCount = factor * factor;
  for (let row = 0; row < height; row++) {
    sums.fill(0);
    const rows = Math.min(factor, region.height - row * factor);
    for (let inner = 0; inner < rows; inner++) {
      let from = ((region.y + row * factor + inner) * picture.width + region.x) * channels;
      for (let column = 0, to = 0; column < width; column++, to += channels) {
        const columns = Math.min(factor, region.width - column * factor);
        for (let step = 0; step < columns; step++) {
          for (let channel = 0; channel < channels; channel++) {
            sums[to + channel] = (sums[to + channel] ?? 0) + (data[from++] ?? 0);
          }
        }
      }
    }
    const lastColumns = region.width - (width - 1) * factor;
    const start = row * width * channels;
    for (let at = 0; at < sums.length; at++) {
      const whole = at < sums.length - channels && rows === factor;
      const count = whole ? fullCount : rows * (at < sums.length - channels ? factor : lastColumns);
      shrunk.data[start + at] = (sums[at] ?? 0) / count;
    }
  }
  return shrunk;
}
