import { createPicture, type Picture } from "#src/images/picture.js";

/** Noise from a seed (mulberry32), for tests that want a picture of no kind in particular. */
export function randomPicture(width: number, height: number, channels: 1 | 3, seed = 1): Picture {
  const picture = createPicture(width, height, channels);
  const next = randomBytes(seed);
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = next();
  return picture;
}

/** A generator of whole numbers in [0, 255]. */
export function randomBytes(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return (value ^ (value >>> 14)) & 255;
  };
}

/** The largest difference of two pictures of the same size, in grey levels. */
export function largestDifference(one: Picture, other: Picture): number {
  if (one.data.length !== other.data.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < one.data.length; i++) largest = Math.max(largest, Math.abs(one.data[i] - other.data[i]));
  return largest;
}
