import { constant, type Tensor } from "@fmpn/graph";
import { convolution } from "@fmpn/graph/operators";

/** Rec. 601 weights of red, green and blue, as Pillow's `convert("L")` has them, with which the authors made their gray images. */
const weights = [0.299, 0.587, 0.114];

/**
 * The gray face that the mask generator sees, computed from the colours. It is not rounded to 8 bits as an image file's
 * would be: at most half a grey level apart.
 *
 * @param rgb N×3×S×S in [0, 1]
 * @returns N×1×S×S in [0, 1]
 */
export function luma(rgb: Tensor): Tensor {
  return convolution(rgb, constant(Float32Array.from(weights), [1, 3, 1, 1]));
}
