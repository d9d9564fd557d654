/** Faces found in data sets and cut out once: `@fmpn/lab/crops`. */
export { type AlignedCrop, alignedCrops, type CropOptions } from "./aligned-crops.js";
export type { RelativeEyes } from "./crop-job.js";
export { type CropThroughput, measureCropThroughput } from "./crop-throughput.js";
export { type EyePositions, locateEyePositions } from "./eye-positions.js";
