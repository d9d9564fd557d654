import type { PageClass } from "../../images/drawable.js";
import { motionColor } from "../../prior/color-map.js";
import { faceOval } from "../face-oval.js";

const levels = Array.from({ length: 256 }, (_, level) => motionColor(level));

/**
 * A motion mask in its colours, the stronger the less transparent, inside of the face alone, for a canvas.
 *
 * @param mask `S × S` values in [0, 1]
 * @param opacity of the strongest motion, in [0, 1]
 * @param margin of the crop that the mask belongs to, as in `alignFace`
 * @returns `S × S` pixels
 * @throws RangeError for a mask that is no square
 */
export function maskImage(mask: Float32Array, opacity = 0.8, margin = 0): PageClass<"ImageData"> {
  const side = Math.sqrt(mask.length);
  if (!Number.isInteger(side) || side < 1) throw new RangeError(`A mask is a square of values; ${mask.length} are none.`);
  const image = new ImageData(side, side);
  const oval = faceOval(side, margin);
  const { data } = image;
  for (let at = 0, to = 0; at < mask.length; at++) {
    const level = Math.min(255, Math.max(0, Math.round((mask[at] ?? 0) * 255)));
    const [red, green, blue] = levels[level] ?? [0, 0, 0];
    data[to++] = red;
    data[to++] = green;
    data[to++] = blue;
    data[to++] = level * opacity * (oval[at] ?? 0);
  }
  return image;
}
