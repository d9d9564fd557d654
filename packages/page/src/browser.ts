/** What pages' own scripts have in common, in browsers: `@fmpn/page/browser`. */
export { announcer } from "./browser/announce.js";
export { openCamera, whyNoCamera } from "./browser/camera.js";
export { contextOf, download, find, messageOf, show } from "./browser/elements.js";
export { drawOverlay } from "./browser/overlay.js";
export { createSeenFaces, drawCrop, type SeenFacesOptions } from "./browser/seen-faces.js";
export { smallCopy } from "./browser/small-copy.js";
