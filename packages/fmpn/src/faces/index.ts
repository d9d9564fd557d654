/** Finding faces and cutting them out as networks see them: `fmpn/faces`. */
export { alignFace, alignment, type AlignOptions } from "./align.js";
export type { Eyes, Face, FaceFind } from "./face.js";
export { type DetectOptions, type FaceDetector, type FaceDetectorOptions, openFaceDetector } from "./face-detector.js";
export type { KnownFace } from "./follow-faces.js";
export { type HeadPose, headPose } from "./head-pose.js";
export type { Affine, Point } from "../images/affine.js";
export { type Box, overlap } from "../images/box.js";
export type { Picture } from "../images/picture.js";
export type { Provider } from "@fmpn/graph/inference";
// Its parts, for those who train or measure it.
export { networkPlanes, runFaceNet, type View } from "./face-net.js";
export { faceScore } from "./face-score.js";
export { closeLooks, type Look, overview } from "./looks.js";
export { mergeOverlapping } from "./non-maximum-suppression.js";
export { type FloatTensor, type OpenModel, openModel, type RunModel } from "./open-model.js";
export { lookAgain, SECOND_LOOK_SIDE, secondView } from "./second-look.js";
