/** Pictures: decoding, encoding, scaling, turning: `fmpn/pictures`. */
export { type Affine, compose, invert, mapPoint, type Point, scaling, similarity } from "./affine.js";
export { type Box, overlap } from "./box.js";
export { decodeImage } from "./decode.js";
export { type DecodeOptions, MAX_PIXELS } from "./decode-options.js";
export type { Drawable, PageClass } from "./drawable.js";
export type { Edge } from "./edge.js";
export { encodeJpeg } from "./encode-jpeg.js";
export { encodePng } from "./encode-png.js";
export { toGray, toRgb } from "./gray.js";
export { ImageError, type ImageFault } from "./image-error.js";
export type { FileSource, ImageSource, PixelData } from "./image-source.js";
export { mirrorPicture, mirrorPlanes } from "./mirror.js";
export { createPicture, type Picture } from "./picture.js";
export { resize, warp } from "./warp.js";
