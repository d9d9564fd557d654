/** `fmpn/browser`: the recogniser as one script for pages that build nothing (dist/browser/fmpn.js), with what it draws. */
export * from "./drawing/index.js";
export { openFaceDetector, type DetectOptions, type FaceDetector, type FaceDetectorOptions } from "./faces/face-detector.js";
export type { Eyes, Face } from "./faces/face.js";
export { ImageError, type ImageFault } from "./images/image-error.js";
export type { ImageSource, PixelData } from "./images/image-source.js";
export type { Picture } from "./images/picture.js";
export { ModelFileError, type ModelInfo } from "./model-file/model-info.js";
export { type FaceJson, toJson } from "./recognizer/face-json.js";
export type { RecognizedFace, RecognizeOptions } from "./recognizer/face-reader.js";
export { Recognizer, type RecognizerOptions } from "./recognizer/recognizer.js";
export type { TrackedFace } from "./recognizer/tracking/face-tracks.js";
export type { TrackedFrame, TrackOptions } from "./recognizer/tracking/track.js";
export { provideKernels, ProviderError } from "@fmpn/graph/inference";
