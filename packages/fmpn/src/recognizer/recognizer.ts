import { type FaceReader, type FaceReaderOptions, openFaceReader } from "./face-reader.js";

/** Settings of `Recognizer.load`. */
export interface RecognizerOptions extends FaceReaderOptions {}

/** Recognises expressions in pictures. */
export interface Recognizer extends FaceReader {}

export const Recognizer = {
  /**
   * Loads the detector and a model, by default the one that comes with this package.
   *
   * ```ts
   * const recognizer = await Recognizer.load();
   * const [face] = await recognizer.recognize("photo.jpg");
   * console.log(face?.expression, face?.probabilities);
   * ```
   *
   * @throws ModelFileError for a file that is no model, is cut or cannot be read; ProviderError where the provider cannot
   * be had
   */
  async load(options: RecognizerOptions = {}): Promise<Recognizer> {
    return await openFaceReader(options);
  },
};
