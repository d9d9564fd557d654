import { describe } from "../images/known-source.js";
import type { FaceReaderOptions, RecognizeOptions } from "./face-reader.js";

/** @throws TypeError for what are no options, as a model's path in their place; RangeError for a number that cannot be */
export function checkLoadOptions(options: FaceReaderOptions & { readonly workers?: number | undefined }): void {
  if (typeof options !== "object" || options === null) throw new TypeError(`Recognizer.load takes options, as { model: "my.onnx" }; given was ${describe(options)}.`);
  const { detector, workers = 1 } = options;
  if (!(Number.isInteger(workers) && workers >= 1)) throw new RangeError(`workers is a whole number from 1, not ${String(workers)}.`);
  if (detector !== undefined && (typeof detector !== "object" || detector === null)) {
    throw new TypeError(`detector is an object with a function detect, or { models: folder }; given was ${describe(detector)}.`);
  }
}

/** @throws RangeError naming the option; what the detector is asked, it checks itself */
export function checkRecognizeOptions({ maxFaces = 1 }: RecognizeOptions): void {
  if (maxFaces !== Infinity && !(Number.isInteger(maxFaces) && maxFaces >= 1)) throw new RangeError(`maxFaces is a whole number from 1, or Infinity, not ${String(maxFaces)}.`);
}
