import type { ImageSource } from "../images/image-source.js";
import { checkLoadOptions } from "./check-options.js";
import type { Expression } from "./expression.js";
import { type FaceReader, type FaceReaderOptions, openFaceReader } from "./face-reader.js";
import { finishBeforeClose } from "./finish-before-close.js";
import { type ImageResult, recognizeAll, type RecognizeAllOptions } from "./recognize-all.js";
import type { FrameStream } from "./tracking/frames.js";
import { track, type TrackedFrame, type TrackOptions } from "./tracking/track.js";
import { openReaderPool } from "./worker/reader-pool.js";
import { openRemoteReader } from "./worker/remote-reader.js";

/** Settings of {@link Recognizer.load}. */
export interface RecognizerOptions extends FaceReaderOptions {
  /** Runs everything in a worker (a thread in Node), so that the caller's own thread never stutters. Off by default. */
  readonly worker?: boolean | undefined;
  /**
   * Runs in so many workers instead of one: pictures that are asked for at the same time, and those of `recognizeAll`, are
   * looked at on so many cores. Each worker holds models of its own. A whole number from 1.
   */
  readonly workers?: number | undefined;
}

/**
 * Recognises expressions in pictures, many pictures and videos.
 *
 * @typeParam Name of a class: {@link Expression} for the bundled model, any text for a model of your own
 */
export interface Recognizer<Name extends string = string> extends FaceReader<Name> {
  /**
   * The faces of many pictures, in their order. A picture that cannot be read gives a result with its ImageError; any other
   * error ends the answers.
   *
   * ```ts
   * for await (const { source, faces, error } of recognizer.recognizeAll(paths)) console.log(source, error ?? faces);
   * ```
   */
  recognizeAll<Source extends ImageSource>(sources: Iterable<Source> | AsyncIterable<Source>, options?: RecognizeAllOptions): AsyncGenerator<ImageResult<Source, Name>, void, undefined>;
  /**
   * Follows the faces of a video: frames from any source, in a browser also a playing `<video>` or a camera's stream.
   *
   * ```ts
   * for await (const { faces } of recognizer.track(video)) for (const { id, expression } of faces) console.log(id, expression);
   * ```
   */
  track(stream: FrameStream, options?: TrackOptions): AsyncGenerator<TrackedFrame<Name>, void, undefined>;
  /** Frees what the networks hold, after the calls under way; later calls throw. */
  close(): Promise<void>;
}

async function load(options?: RecognizerOptions & { readonly model?: undefined }): Promise<Recognizer<Expression>>;
async function load(options: RecognizerOptions): Promise<Recognizer>;
async function load(wanted: RecognizerOptions = {}): Promise<Recognizer> {
  checkLoadOptions(wanted);
  const { worker = false, workers, ...options } = wanted;
  const reader = finishBeforeClose(await (workers !== undefined ? openReaderPool(workers, options) : worker ? openRemoteReader(options) : openFaceReader(options)));
  return {
    ...reader,
    recognizeAll: (sources, options) => recognizeAll(reader, sources, options),
    track: (stream, options) => track(reader, stream, options),
  };
}

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
   * be had; TypeError for options that are none
   */
  load,
};
