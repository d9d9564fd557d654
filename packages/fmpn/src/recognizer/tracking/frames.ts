import type { PageClass } from "../../images/drawable.js";
import type { ImageSource } from "../../images/image-source.js";

/** A frame that says when it was taken, in seconds from any start. */
export interface TimedFrame {
  readonly image: ImageSource;
  readonly time: number;
}

/** What shows a video in a page; in browsers only. */
export type Video = PageClass<"HTMLVideoElement"> | PageClass<"MediaStream">;

/** Frames one after the other; without a time of its own, a frame's is that of its arrival. */
export type FrameStream = AsyncIterable<ImageSource | TimedFrame> | Iterable<ImageSource | TimedFrame> | Video;

export function isTimed(frame: ImageSource | TimedFrame): frame is TimedFrame {
  return typeof frame === "object" && frame !== null && "image" in frame && "time" in frame;
}
