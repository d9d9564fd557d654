/** Drawing answers, on pictures and on canvases: `fmpn/drawing`. */
export { type AnnotatedFace, type AnnotateOptions, annotatePicture } from "./annotate-picture.js";
export { type CanvasContext, drawFaces, type OverlaidFace, type OverlayOptions } from "./canvas/draw-faces.js";
export { type ContactSheet, drawContactSheet } from "./contact-sheet.js";
export { maskImage } from "./canvas/mask-image.js";
export { pictureImage } from "./canvas/picture-image.js";
export { overlayMask, overlayMasks, type PlacedMask } from "./mask-overlay.js";
export type { Color } from "./paint.js";
export { palette } from "./palette.js";
export { type DrawnFace, percent, ranked } from "./recognition-card.js";
