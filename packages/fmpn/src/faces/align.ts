import { similarity, type Affine } from "../images/affine.js";
import type { Picture } from "../images/picture.js";
import { warp } from "../images/warp.js";
import type { Eyes } from "./face.js";

/** Where the viewer's left eye lies in the paper's crop, as parts of its width and height; the right one mirrors it. */
export const EYE_X = 0.275;
export const EYE_Y = 1 / 3.5;

/** Settings of {@link alignFace}. */
export interface AlignOptions {
  /** The side of the square crop in pixels, by default 96. */
  readonly size?: number | undefined;
  /**
   * What is added on each side of the paper's tight crop, as a part of its side: 0 by default (forehead to chin), 0.25
   * for the whole head. Negative cuts deeper, above −0.2.
   */
  readonly margin?: number | undefined;
}

/**
 * The crop of a face as the paper's networks see it: a square from forehead to chin, upright, with the eyes at
 * (0.275 W, H/3.5) and (0.725 W, H/3.5). A similarity: the face is turned, scaled and shifted, never stretched. Pixels
 * beyond the picture repeat its edge. The one function for training and for recognition.
 *
 * @param eyes the middles of the eyes in the picture, by the detector or by the caller.
 * @returns `size × size` pixels in the picture's channels.
 * @throws RangeError where the eyes coincide or a setting is out of range.
 */
export function alignFace(picture: Picture, eyes: Eyes, options: AlignOptions = {}): Picture {
  const size = options.size ?? 96;
  return warp(picture, alignment(eyes, options), size, size);
}

/** The map from the picture to the crop of {@link alignFace}: to draw a mask back onto the picture, invert it. */
export function alignment(eyes: Eyes, { size = 96, margin = 0 }: AlignOptions = {}): Affine {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`A crop's size is a positive integer, not ${size}.`);
  if (!(margin > -0.2 && margin <= 10)) throw new RangeError(`A crop's margin is between -0.2 and 10, not ${margin}.`);
  const side = size / (1 + 2 * margin);
  const x = (EYE_X + margin) * side;
  const y = (EYE_Y + margin) * side;
  return similarity([eyes.left, eyes.right], [{ x, y }, { x: size - x, y }]);
}
