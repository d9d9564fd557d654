import { createPicture, type Picture } from "../images/picture.js";
import { equalizeHistogram } from "./histogram-equalization.js";

/**
 * The motion mask of a mean difference: rounded to 8 bits, then its histogram equalised, as the authors did. To keep
 * levels that small differences have in common with their neighbours apart, pass means in grey levels unrounded: they
 * are rounded here, once.
 *
 * @param mean mean absolute difference at each pixel, in grey levels
 * @param size side of the square mask
 */
export function motionMask(mean: Float64Array, size: number): Picture {
  const levels = Uint8ClampedArray.from(mean, (value) => Math.floor(value + 0.5));
  return createPicture(size, size, 1, equalizeHistogram(levels));
}
