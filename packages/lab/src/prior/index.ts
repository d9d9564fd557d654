/** Motion masks of a data set (paper, section 3.1): `@fmpn/lab/prior`. */
export { type FacePair, facePairs } from "./face-pairs.js";
export { buildMotionPrior, type ClassMask, type FoldMasks, type MotionPrior, type PriorOptions } from "./motion-prior.js";
export { compareMasks, type MaskComparison, readMasks } from "./published-masks.js";
export { writePrior } from "./write-prior.js";
