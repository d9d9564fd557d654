import type { ImageSource } from "../../images/image-source.js";

/** A frame that says when it was taken, in seconds from any start. */
export interface TimedFrame {
  readonly image: ImageSource;
  readonly time: number;
}

/** Frames one after the other; without a time of its own, a frame's is that of its arrival. */
export type FrameStream = AsyncIterable<ImageSource | TimedFrame> | Iterable<ImageSource | TimedFrame> | HTMLVideoElement | MediaStream;

export function isTimed(frame: ImageSource | TimedFrame): frame is TimedFrame {
  return typeof frame === "object" && "image" in frame && "time" in frame;
}
