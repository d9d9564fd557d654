/** Pages that are files, written by Node: `@fmpn/page/standalone`. */
export { dataAddress } from "./data-address.js";
export { type FaceOverlay, type PageFacts, type PagePhoto, type PagePicture, recognitionPage } from "./faces/recognition-page.js";
export type { FaceTimeline } from "./faces/timeline.js";
export { standaloneDocument } from "./standalone-document.js";
