/**
 * The recogniser, its answers and errors: `fmpn`. Its parts lie in `fmpn/faces`, `fmpn/pictures`, `fmpn/drawing`,
 * `fmpn/networks`, `fmpn/prior` and `fmpn/model`.
 */
export type { Provider } from "@fmpn/graph/inference";
export { ProviderError } from "@fmpn/graph/inference";
export type { Eyes, Face } from "./faces/face.js";
export type { DetectOptions } from "./faces/face-detector.js";
export type { Point } from "./images/affine.js";
export type { Box } from "./images/box.js";
export type { DecodeOptions } from "./images/decode-options.js";
export type { Drawable, PageClass } from "./images/drawable.js";
export { ImageError, type ImageFault } from "./images/image-error.js";
export type { FileSource, ImageSource, PixelData } from "./images/image-source.js";
export type { Picture } from "./images/picture.js";
export { ModelFileError, type ModelInfo } from "./model-file/model-info.js";
export type { Answer } from "./recognizer/answer.js";
export type { ClassifyOptions } from "./recognizer/crop-classifier.js";
export { type Expression, expressions } from "./recognizer/expression.js";
export { type FaceJson, placeJson, toJson } from "./recognizer/face-json.js";
export type { RecognizedFace, RecognizeOptions } from "./recognizer/face-reader.js";
export type { ImageResult, RecognizeAllOptions, RecognizeProgress } from "./recognizer/recognize-all.js";
export { Recognizer, type RecognizerOptions } from "./recognizer/recognizer.js";
export type { TrackedFace } from "./recognizer/tracking/face-tracks.js";
export type { FrameStream, TimedFrame, Video } from "./recognizer/tracking/frames.js";
export type { TrackedFrame, TrackOptions } from "./recognizer/tracking/track.js";
