import { systemReason } from "@fmpn/lab/files";
import { type Picture, type Recognizer, toJson, type TrackedFace, type TrackOptions } from "fmpn";
import { annotatePicture, overlayMasks, percent } from "fmpn/drawing";
import type { OpenVideo } from "./open-video.js";
import { videoWriter } from "./write-video.js";

/** What was answered of a frame, without its pixels. */
export interface FrameAnswer {
  /** Seconds from the video's start. */
  readonly time: number;
  readonly faces: readonly { readonly id: number; readonly expression: string; readonly probabilities: Readonly<Record<string, number>> }[];
}

/** What was answered of a video. */
export interface VideoRecognition {
  readonly file: string;
  readonly provider: string;
  readonly every: number;
  readonly frames: readonly FrameAnswer[];
  /** The frame that shows most faces, to stand for the video on a page. */
  readonly still?: { readonly picture: Picture; readonly faces: readonly TrackedFace[]; readonly time: number } | undefined;
  /** Why the video could not be read to its end. */
  readonly error?: string | undefined;
}

export interface VideoOptions {
  readonly looking: TrackOptions;
  /** Of the model's crops. */
  readonly margin: number;
  /** Where an annotated video goes. */
  readonly out?: string | undefined;
  /** Called where that cannot be written, which costs that file alone. */
  onUnwritten(file: string, reason: string): void;
  /** Told of each frame as soon as it is known. */
  onFrame(time: number, faces: readonly TrackedFace[]): void;
}

/** Follows the faces of a video; one that breaks off keeps what was answered before. */
export async function recognizeVideo(recognizer: Recognizer, file: string, video: OpenVideo, { looking, margin, out, onUnwritten, onFrame }: VideoOptions): Promise<VideoRecognition> {
  const frames: FrameAnswer[] = [];
  let still: VideoRecognition["still"];
  let error: string | undefined;
  let writer = out === undefined ? undefined : videoWriter(out, video.every);
  const fail = async (reason: unknown): Promise<void> => {
    await writer?.drop();
    writer = undefined;
    onUnwritten(out ?? file, withoutName(reason, out ?? file));
  };
  try {
    // Frames may lie far apart: who is seen in the next one still has the same number.
    for await (const { faces, image, time } of recognizer.track(video.frames(), { memory: Math.max(0.5, 2.5 * video.every), ...looking, everyFrame: true })) {
      const picture = image as Picture;
      frames.push({ time, faces: faces.map(({ id, expression, probabilities }) => ({ id, expression, probabilities })) });
      if (still === undefined || faces.length > still.faces.length) still = { picture, faces, time };
      onFrame(time, faces);
      await writer?.add(annotatedFrame(picture, faces, margin)).catch(fail);
    }
  } catch (reason) {
    error = withoutName(reason, file);
  }
  await writer?.finish().catch(fail);
  return { file, provider: recognizer.provider, every: video.every, frames, still, error };
}

function withoutName(reason: unknown, name: string): string {
  const message = reason instanceof Error ? systemReason(reason) : String(reason);
  return message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
}

/** Boxes with numbers and answers over the masks; every frame of the same size. */
function annotatedFrame(picture: Picture, faces: readonly TrackedFace[], margin: number): Picture {
  const labels = faces.map(({ id, expression, probabilities }) => `${id}  ${expression} ${percent(probabilities[expression] ?? 0)}`);
  return annotatePicture(overlayMasks(picture, faces, margin), faces, { cards: false, labels });
}

/** A frame's answer as plain JSON. */
export function frameJson(time: number, faces: readonly TrackedFace[]): { readonly time: number; readonly faces: readonly object[] } {
  return { time, faces: faces.map((face) => ({ id: face.id, ...toJson(face) })) };
}
