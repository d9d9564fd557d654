import type { PageClass } from "../../images/drawable.js";
import { motionColor } from "../../prior/color-map.js";

const colors = Uint8Array.from({ length: 256 * 3 }, (_, i) => motionColor(Math.floor(i / 3))[i % 3] ?? 0);
/** Over this part of a mask's side it fades out at its edges. */
const FADE = 0.08;

/**
 * A motion mask in its colours, the stronger the less transparent, for a canvas.
 *
 * @param mask `S × S` values in [0, 1]
 * @param opacity of the strongest motion, in [0, 1]
 * @returns `S × S` pixels
 * @throws RangeError for a mask that is no square
 */
export function maskImage(mask: Float32Array, opacity = 0.8): PageClass<"ImageData"> {
  const side = Math.sqrt(mask.length);
  if (!Number.isInteger(side) || side < 1) throw new RangeError(`A mask is a square of values; ${mask.length} are none.`);
  const image = new ImageData(side, side);
  const ramp = Float32Array.from({ length: side }, (_, at) => Math.min(1, (Math.min(at, side - 1 - at) + 0.5) / (FADE * side)));
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++, at++) {
      const level = Math.min(255, Math.max(0, Math.round((mask[at] ?? 0) * 255)));
      image.data.set(colors.subarray(level * 3, level * 3 + 3), at * 4);
      image.data[at * 4 + 3] = level * opacity * (ramp[x] ?? 1) * (ramp[y] ?? 1);
    }
  }
  return image;
}
