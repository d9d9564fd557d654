export { alignFace, alignment, type AlignOptions } from "./faces/align.js";
export type { Eyes, Face } from "./faces/face.js";
export {
  openFaceDetector,
  type DetectOptions,
  type FaceDetector,
  type FaceDetectorOptions,
} from "./faces/face-detector.js";
export { invert, mapPoint, similarity, type Affine, type Point } from "./images/affine.js";
export type { Box } from "./images/box-shrink.js";
export { decodeImage, type ImageSource } from "./images/decode.js";
export { encodePng } from "./images/encode-png.js";
export { MAX_PIXELS, type DecodeOptions } from "./images/decode-options.js";
export { ImageError, type ImageFault } from "./images/image-error.js";
export { createPicture, type Picture } from "./images/picture.js";
export { toGray, toRgb } from "./images/gray.js";
export { resize, warp } from "./images/warp.js";
export { colorMask, motionColor } from "./prior/color-map.js";
export { drawContactSheet, type ContactSheet } from "./prior/contact-sheet.js";
export { equalizeHistogram } from "./prior/histogram-equalization.js";
export { maskCorrelation } from "./prior/mask-correlation.js";
export { addDifference, addPicture, createPixelSum, meanOf, totalOf, type PixelSum } from "./prior/mean-difference.js";
export { motionMask } from "./prior/motion-mask.js";
export { normalizePair } from "./prior/pair-normalization.js";
