import type { KnownFace } from "../../faces/follow-faces.js";
import { ImageError } from "../../images/image-error.js";
import type { ImageSource } from "../../images/image-source.js";
import { checkList } from "../check-list.js";
import type { FaceReader, RecognizeOptions } from "../face-reader.js";
import { createFaceTracks, type TrackedFace, type TrackingOptions } from "./face-tracks.js";
import { type FrameStream, isTimed } from "./frames.js";
import { newest } from "./newest.js";
import { isVideo, videoFrames } from "./video-frames.js";

/** How to follow faces. */
export interface TrackOptions extends Omit<RecognizeOptions, "name" | "follow">, TrackingOptions {
  /**
   * After how many seconds the whole picture is searched again, by default 0.2. On the frames between, faces are looked for near
   * where they were, in a fraction of the time; where one has gone, all of that frame is searched. 0 searches every frame.
   */
  readonly searchAfter?: number | undefined;
  /**
   * Looks at every frame, for recordings (give their frames times of their own). By default frames that come while one is
   * looked at are dropped, and the newest is next.
   */
  readonly everyFrame?: boolean | undefined;
  /** Goes on after a frame that cannot be read, as a damaged one of a camera's, and counts it. By default it ends the answers. */
  readonly skipUnreadable?: boolean | undefined;
}

/** The faces of one frame. */
export interface TrackedFrame<Name extends string = string> {
  /** The largest first. */
  readonly faces: readonly TrackedFace<Name>[];
  readonly image: ImageSource;
  /** When the frame was taken, in seconds. */
  readonly time: number;
  /** How many frames were dropped before it. */
  readonly dropped: number;
  /** How many frames could not be read before it and were skipped. */
  readonly unreadable: number;
}

/**
 * Follows the faces of a video, until it ends in any way. Frames are searched with `effort: "fast"` unless told otherwise; in
 * between, faces are followed where they were (see `searchAfter`).
 *
 * @throws ImageError where a frame cannot be read (see `skipUnreadable`); TypeError for what is no list of frames and no video;
 * the signal's reason once it is raised; what the stream throws
 */
export async function* track(reader: FaceReader, stream: FrameStream, options: TrackOptions = {}): AsyncGenerator<TrackedFrame, void, undefined> {
  const { everyFrame = false, skipUnreadable = false, searchAfter = 0.2, smoothing, memory, ...looking } = options;
  if (!(searchAfter >= 0)) throw new RangeError(`searchAfter is a number of seconds, not ${searchAfter}.`);
  const { signal } = looking;
  const follow = createFaceTracks({ smoothing, memory });
  const video = isVideo(stream);
  if (!video) checkList(stream, "track follows a video, or a list or stream of frames");
  // Who leaves early lets go of the camera, also while it shows nothing.
  const leaving = new AbortController();
  const frames = video ? videoFrames(stream, signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal])) : stream;
  let unreadable = 0;
  let before: Followed | undefined;
  try {
    for await (const { value, arrival, dropped } of everyFrame ? each(frames) : newest(frames, signal)) {
      const { image, time } = isTimed(value) ? value : { image: value, time: arrival };
      const isDue = before === undefined || isSearchDue(before, time, searchAfter, everyFrame);
      const known = isDue || before === undefined ? [] : before.known;
      const found = await reader.recognize(image, { ...looking, effort: looking.effort ?? "fast", follow: known }).catch((error: unknown) => {
        // A video that lost its source while it was looked at has ended: the next frame will tell.
        if (error instanceof ImageError && (skipUnreadable || (video && error.fault === "empty"))) return undefined;
        throw error;
      });
      if (found === undefined) {
        unreadable += 1;
      } else {
        before = { known: found.map(({ box, eyes }) => ({ box, eyes })), ...(isDue || before === undefined ? { searched: time, followed: 0 } : { searched: before.searched, followed: before.followed + 1 }) };
        yield { faces: follow(found, time), image, time, dropped, unreadable };
        unreadable = 0;
      }
    }
  } finally {
    leaving.abort();
  }
}

/** What is known of the frame before. */
interface Followed {
  readonly known: readonly KnownFace[];
  /** When a frame was last searched as a whole, and how many were followed since. */
  readonly searched: number;
  readonly followed: number;
}

/** However close in time frames say they are, one in so many is searched as a whole. */
const MOST_FOLLOWED = 10;

/** Whether the whole of a frame is to be searched. Where frames are slow to be looked at, every second one is followed; those of a recording may lie far apart. */
function isSearchDue({ known, searched, followed }: Followed, time: number, searchAfter: number, everyFrame: boolean): boolean {
  if (known.length === 0 || searchAfter === 0 || followed >= MOST_FOLLOWED) return true;
  return Math.abs(time - searched) >= searchAfter && (everyFrame || followed > 0);
}

async function* each<T>(stream: AsyncIterable<T> | Iterable<T>): AsyncGenerator<{ value: T; arrival: number; dropped: number }, void, undefined> {
  for await (const value of stream) yield { value, arrival: performance.now() / 1000, dropped: 0 };
}
