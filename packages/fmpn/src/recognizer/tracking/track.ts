import type { ImageSource } from "../../images/image-source.js";
import type { FaceReader, RecognizeOptions } from "../face-reader.js";
import { createFaceTracks, type TrackedFace, type TrackingOptions } from "./face-tracks.js";
import { type FrameStream, isTimed } from "./frames.js";
import { newest } from "./newest.js";
import { isVideo, videoFrames } from "./video-frames.js";

/** How to follow faces. */
export interface TrackOptions extends Omit<RecognizeOptions, "name">, TrackingOptions {
  /**
   * Looks at every frame, for recordings (give their frames times of their own). By default frames that come while one is
   * looked at are dropped, and the newest is next.
   */
  readonly everyFrame?: boolean;
}

/** The faces of one frame. */
export interface TrackedFrame {
  /** The largest first. */
  readonly faces: readonly TrackedFace[];
  readonly image: ImageSource;
  /** When the frame was taken, in seconds. */
  readonly time: number;
  /** How many frames were dropped before it. */
  readonly dropped: number;
}

/**
 * Follows the faces of a video. Each frame is searched with `effort: "fast"` unless told otherwise, which takes no longer
 * than following the faces of the frame before.
 *
 * @throws ImageError where a frame cannot be read; the signal's reason once it is raised; what the stream throws
 */
export async function* track(reader: FaceReader, stream: FrameStream, options: TrackOptions = {}): AsyncGenerator<TrackedFrame, void, undefined> {
  const { everyFrame = false, smoothing, memory, ...looking } = options;
  const { signal } = looking;
  const follow = createFaceTracks({ ...(smoothing === undefined ? {} : { smoothing }), ...(memory === undefined ? {} : { memory }) });
  const frames = isVideo(stream) ? videoFrames(stream, signal) : stream;
  for await (const { value, arrival, dropped } of everyFrame ? each(frames) : newest(frames, signal)) {
    const { image, time } = isTimed(value) ? value : { image: value, time: arrival };
    const faces = await reader.recognize(image, { effort: "fast", ...looking });
    yield { faces: follow(faces, time), image, time, dropped };
  }
}

async function* each<T>(stream: AsyncIterable<T> | Iterable<T>): AsyncGenerator<{ value: T; arrival: number; dropped: number }, void, undefined> {
  for await (const value of stream) yield { value, arrival: performance.now() / 1000, dropped: 0 };
}
