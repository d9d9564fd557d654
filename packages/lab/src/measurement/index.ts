// What a page needs, too: nothing here, nor below it, is of Node.
export { classesOfTruth } from "../evaluation/answers.js";
export { averaged, type ClassifiedCrop, type FaceClassifier, mirrored, type ModelClassifierOptions, type ModelIdentity, openModel } from "../evaluation/face-classifier.js";
export type { Prediction, Predictions } from "../evaluation/prediction.js";
export { SYNTHETIC_EXPRESSIONS, type SynthesisOptions, synthesizeFace, type SyntheticFace } from "../synth/synthesize-face.js";
export type { Progress } from "../work.js";
export { answersHash } from "./answers-hash.js";
export {
  formatMeasurement,
  type MeasurementDocument,
  measurementDocument,
  type MeasurementFrame,
  measurementJsonSchema,
  measurementSchema,
  MEASUREMENT_VERSION,
  parseMeasurement,
} from "./measurement-document.js";
export { sha256, sha256OfLines } from "./sha256.js";
export { type DrawnSplit, pinSplit, type Split, type SplitPicture, splitSchema } from "./split.js";
export { type MeasureOptions, measureOnSynthetic, pinSyntheticSplit, pixelsHash, type SplitAnswers, type SyntheticSplit } from "./synthetic-split.js";
