/** Motion masks from pairs of a neutral and an expressive face (paper, section 3.1): `fmpn/prior`. */
export { colorMask, motionColor } from "./color-map.js";
export { equalizeHistogram } from "./histogram-equalization.js";
export { maskCorrelation } from "./mask-correlation.js";
export { addDifference, addPicture, createPixelSum, meanOf, type PixelSum, totalOf } from "./mean-difference.js";
export { motionMask } from "./motion-mask.js";
export { normalizePair } from "./pair-normalization.js";
export type { Picture } from "../images/picture.js";
