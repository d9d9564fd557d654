// What a page needs, too: nothing here, nor below it, is of Node.
export { type ClassifiedCrop, type FaceClassifier, type ModelClassifierOptions, openModel } from "../evaluation/face-classifier.js";
export type { ModelIdentity } from "../model-identity.js";
export type { Prediction, Predictions } from "../evaluation/prediction.js";
export { SYNTHETIC_EXPRESSIONS } from "../synth/synthesize-face.js";
export type { Progress } from "../work.js";
export { answersHash } from "./answers-hash.js";
export { formatMeasurement, type MeasurementDocument, measurementDocument, type MeasurementFrame, measurementJsonSchema, parseMeasurement } from "./measurement-document.js";
export { sha256 } from "./sha256.js";
export { type DrawnSplit, pinSplit, type Split, type SplitPicture } from "./split.js";
export { type MeasureOptions, measureOnSynthetic, pinSyntheticSplit, type SplitAnswers, type SyntheticSplit } from "./synthetic-split.js";
