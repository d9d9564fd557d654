export type { Eyes, Face } from "./faces/face.js";
export { decodeImage, type ImageSource } from "./images/decode.js";
export { encodePng } from "./images/encode-png.js";
export { ImageError } from "./images/image-error.js";
export { createPicture, type Picture } from "./images/picture.js";
export { toGray, toRgb } from "./images/gray.js";
export { resize, warp } from "./images/warp.js";
