import { classNameOf } from "../../images/class-name.js";
import { ImageError } from "../../images/image-error.js";
import type { TimedFrame, Video } from "./frames.js";

/** How often a video that shows nothing new is asked whether it is over: not every way to end comes with an event. */
const LOOK_MS = 200;

/**
 * The frames of a playing video or of a camera's stream, each when it is shown, until it ends: at a file's end, when the
 * camera is stopped or its stream has no live video any more, when the element loses its source. A frame is the video
 * element itself: what it shows when it is looked at. A paused video is waited for.
 *
 * @throws the signal's reason once it is raised; ImageError where the video cannot be played or a stream has no video
 */
export async function* videoFrames(source: Video, signal: AbortSignal): AsyncGenerator<TimedFrame, void, undefined> {
  const own = isMediaStream(source);
  if (own && source.getVideoTracks().length === 0) throw new ImageError("video", "unreadable", "is a stream without a video track");
  const video = own ? document.createElement("video") : source;
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  try {
    signal.throwIfAborted();
    // Not awaited: where the camera is stopped meanwhile, it is neither played nor refused.
    if (own) play(video, source).catch((error: unknown) => stop.abort(error));
    let begun = false;
    for (;;) {
      begun ||= !isEmpty(video);
      const time = await nextFrame(video, () => begun && isOver(video), stopped);
      if (time === undefined) return;
      yield { image: video, time };
    }
  } finally {
    if (own) video.srcObject = null;
  }
}

export function isVideo(stream: unknown): stream is Video {
  return classNameOf(stream) === "HTMLVideoElement" || isMediaStream(stream);
}

function isMediaStream(stream: unknown): stream is MediaStream {
  return classNameOf(stream) === "MediaStream";
}

async function play(video: HTMLVideoElement, stream: MediaStream): Promise<void> {
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
}

function isEmpty(video: HTMLVideoElement): boolean {
  return video.networkState === HTMLMediaElement.NETWORK_EMPTY;
}

function isOver(video: HTMLVideoElement): boolean {
  const { srcObject } = video;
  if (isMediaStream(srcObject)) return !srcObject.getVideoTracks().some(({ readyState }) => readyState === "live");
  return video.ended || isEmpty(video);
}

/** When the next frame is shown, in seconds of `performance.now()`; undefined once the video is over. */
async function nextFrame(video: HTMLVideoElement, isOver: () => boolean, signal: AbortSignal): Promise<number | undefined> {
  signal.throwIfAborted();
  if (video.error !== null) throw failureOf(video);
  if (isOver()) return undefined;
  let stop = (): void => {};
  try {
    return await new Promise<number | undefined>((resolve, reject) => {
      const frame = video.requestVideoFrameCallback((now) => resolve(now / 1000));
      const look = (): void => {
        if (isOver()) resolve(undefined);
      };
      const timer = setInterval(look, LOOK_MS);
      const onError = (): void => reject(failureOf(video));
      const onAbort = (): void => reject(signal.reason);
      video.addEventListener("ended", look);
      video.addEventListener("error", onError);
      signal.addEventListener("abort", onAbort);
      stop = () => {
        clearInterval(timer);
        video.cancelVideoFrameCallback(frame);
        video.removeEventListener("ended", look);
        video.removeEventListener("error", onError);
        signal.removeEventListener("abort", onAbort);
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
