import type { Picture } from "../images/picture.js";

/** A running sum over pictures or pairs of one class, of which the mean is taken in the end. */
export interface PixelSum {
  /** Sum at each pixel, in grey levels. */
  readonly sum: Float64Array;
  /** How many pictures or pairs went in. */
  count: number;
}

/** An empty sum over pictures of so many pixels. */
export function createPixelSum(pixels: number): PixelSum {
  return { sum: new Float64Array(pixels), count: 0 };
}

/**
 * Adds |expressive − neutral| of one aligned pair to its class's sum (paper, Section III: the facial-motion mask).
 *
 * @param neutral gray, of the same size as `expressive`
 * @throws RangeError where a picture isn't gray or has another number of pixels than the sum.
 */
export function addDifference(into: PixelSum, neutral: Picture, expressive: Picture): void {
  checkGray(into, neutral);
  checkGray(into, expressive);
  for (let i = 0; i < into.sum.length; i++) {
    into.sum[i] = (into.sum[i] ?? 0) + Math.abs((expressive.data[i] ?? 0) - (neutral.data[i] ?? 0));
  }
  into.count++;
}

/** Adds one gray picture to the sum of its class: for means of faces where there are no pairs. */
export function addPicture(into: PixelSum, picture: Picture): void {
  checkGray(into, picture);
  for (let i = 0; i < into.sum.length; i++) into.sum[i] = (into.sum[i] ?? 0) + (picture.data[i] ?? 0);
  into.count++;
}

/** The sum of several sums, such as of the folds that are trained on. */
export function totalOf(sums: readonly PixelSum[], pixels: number): PixelSum {
  const total = createPixelSum(pixels);
  for (const { sum, count } of sums) {
    for (let i = 0; i < pixels; i++) total.sum[i] = (total.sum[i] ?? 0) + (sum[i] ?? 0);
    total.count += count;
  }
  return total;
}

/** The mean at each pixel in grey levels; all 0 where nothing went in. */
export function meanOf({ sum, count }: PixelSum): Float64Array {
  return count === 0 ? sum : sum.map((value) => value / count);
}

function checkGray({ sum }: PixelSum, picture: Picture): void {
  if (picture.channels !== 1) throw new RangeError("A motion mask is made of gray pictures.");
  if (picture.data.length !== sum.length) {
    throw new RangeError(`A picture of ${picture.data.length} pixels does not fit a mask of ${sum.length}.`);
  }
}
