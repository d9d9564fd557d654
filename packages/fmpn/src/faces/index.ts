/** Parts of the face detector, for those who train or measure it: `fmpn/faces`. */
export type { FaceFind } from "./face.js";
export { networkPlanes, runFaceNet, type View } from "./face-net.js";
export { closeLooks, type Look, overview } from "./looks.js";
export { mergeOverlapping } from "./non-maximum-suppression.js";
export { type OpenModel, openModel, type RunModel } from "./open-model.js";
export { SECOND_LOOK_SIDE, secondView } from "./second-look.js";
