import { ImageError } from "../../images/image-error.js";
import { untilAborted } from "../until-aborted.js";
import type { TimedFrame } from "./frames.js";

/**
 * The frames of a playing video or of a camera's stream, each when it is shown, until it ends. A frame is the video
 * element itself: what it shows when it is looked at.
 *
 * @throws the signal's reason once it is raised; ImageError where the video cannot be played
 */
export async function* videoFrames(source: HTMLVideoElement | MediaStream, signal?: AbortSignal): AsyncGenerator<TimedFrame, void, undefined> {
  const own = isMediaStream(source);
  const video = own ? document.createElement("video") : source;
  try {
    if (own) await play(video, source, signal);
    for (;;) {
      const time = await nextFrame(video, signal);
      if (time === undefined) return;
      yield { image: video, time };
    }
  } finally {
    if (own) video.srcObject = null;
  }
}

export function isVideo(stream: object): stream is HTMLVideoElement | MediaStream {
  return (typeof HTMLVideoElement !== "undefined" && stream instanceof HTMLVideoElement) || isMediaStream(stream);
}

function isMediaStream(stream: object): stream is MediaStream {
  return typeof MediaStream !== "undefined" && stream instanceof MediaStream;
}

async function play(video: HTMLVideoElement, stream: MediaStream, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await untilAborted(video.play(), signal);
}

/** When the next frame is shown, in seconds of `performance.now()`; undefined at the video's end. */
async function nextFrame(video: HTMLVideoElement, signal?: AbortSignal): Promise<number | undefined> {
  signal?.throwIfAborted();
  if (video.error !== null) throw failureOf(video);
  if (video.ended) return undefined;
  let stop = (): void => {};
  try {
    return await new Promise<number | undefined>((resolve, reject) => {
      const frame = video.requestVideoFrameCallback((now) => resolve(now / 1000));
      const onEnd = (): void => resolve(undefined);
      const onError = (): void => reject(failureOf(video));
      const onAbort = (): void => reject(signal?.reason);
      video.addEventListener("ended", onEnd);
      video.addEventListener("error", onError);
      signal?.addEventListener("abort", onAbort);
      stop = () => {
        video.cancelVideoFrameCallback(frame);
        video.removeEventListener("ended", onEnd);
        video.removeEventListener("error", onError);
        signal?.removeEventListener("abort", onAbort);
      };
    });
  } finally {
    stop();
  }
}

function failureOf({ currentSrc, error }: HTMLVideoElement): ImageError {
  const detail = error === null || error.message === "" ? "" : ` (${error.message})`;
  const name = currentSrc === "" || currentSrc.startsWith("data:") ? "video" : currentSrc;
  return new ImageError(name, "unreadable", `cannot be played${detail}: check its address and its format`);
}
