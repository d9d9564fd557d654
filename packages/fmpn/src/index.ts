export { type AnnotatedFace, type AnnotateOptions, annotatePicture } from "./drawing/annotate-picture.js";
export { overlayMask, overlayMasks, type PlacedMask } from "./drawing/mask-overlay.js";
export type { Color } from "./drawing/paint.js";
export { palette } from "./drawing/palette.js";
export { type DrawnFace, percent, ranked } from "./drawing/recognition-card.js";
export { alignFace, alignment, type AlignOptions } from "./faces/align.js";
export type { Eyes, Face } from "./faces/face.js";
export { type HeadPose, headPose } from "./faces/head-pose.js";
export {
  openFaceDetector,
  type DetectOptions,
  type FaceDetector,
  type FaceDetectorOptions,
} from "./faces/face-detector.js";
export { invert, mapPoint, scaling, similarity, type Affine, type Point } from "./images/affine.js";
export type { Box } from "./images/box-shrink.js";
export { decodeImage } from "./images/decode.js";
export type { Drawable } from "./images/drawable.js";
export type { FileSource, ImageSource, PixelData } from "./images/image-source.js";
export { encodeJpeg } from "./images/encode-jpeg.js";
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
export { ModelFileError, type ModelInfo } from "./model-file/model-info.js";
export { type ModelFile, readModel } from "./model-file/read-model.js";
export { type ModelToWrite, writeModel } from "./model-file/write-model.js";
export { type BackboneName, backboneNames, classificationNet, type ClassificationNetSettings } from "./networks/classification-net.js";
export { FACE_INPUT, type FaceNetwork, faceNetwork } from "./networks/face-network.js";
export { type Faces, fmpn, type FmpnOutputs, type FmpnSettings } from "./networks/fmpn.js";
export { luma } from "./networks/luma.js";
export { checkMaskSize, maskGenerator, type MaskGeneratorSettings, type MotionMask } from "./networks/mask-generator.js";
export type { Normalization } from "./networks/normalization.js";
export { isPresetName, type PresetName, presets } from "./networks/presets.js";
export { priorFusion, type PriorFusionSettings } from "./networks/prior-fusion.js";
export { initialized, type WeightInitialization } from "./networks/weight-initialization.js";
export { type AuthorsFiles, authorsFileNames, readAuthorsCheckpoint } from "./weights/authors-checkpoint.js";
export { readBackboneWeights, readNetworkWeights, writeNetworkWeights } from "./weights/network-weights.js";
export { readWeights } from "./weights/read-weights.js";
export { WeightsError } from "./weights/weights-error.js";
export type { Answer } from "./recognizer/answer.js";
export type { ClassifyOptions } from "./recognizer/crop-classifier.js";
export { type FaceJson, placeJson, toJson } from "./recognizer/face-json.js";
export { facePlanes } from "./recognizer/face-planes.js";
export type { RecognizedFace, RecognizeOptions } from "./recognizer/face-reader.js";
export type { ImageResult, RecognizeAllOptions, RecognizeProgress } from "./recognizer/recognize-all.js";
export { Recognizer, type RecognizerOptions } from "./recognizer/recognizer.js";
export type { TrackedFace } from "./recognizer/tracking/face-tracks.js";
export type { FrameStream, TimedFrame } from "./recognizer/tracking/frames.js";
export type { TrackedFrame, TrackOptions } from "./recognizer/tracking/track.js";
