import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Picture } from "fmpn";
import { type FfmpegRun, startFfmpeg } from "./ffmpeg.js";

/** Writes a video frame by frame. */
export interface VideoWriter {
  /** @param frame of the same size as the first */
  add(frame: Picture): Promise<void>;
  /** Puts the video in its place. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  drop(): Promise<void>;
}

/**
 * An MP4 file (H.264, which every player and page shows), written under a temporary name until it is whole.
 *
 * @param every seconds that each frame is shown
 */
export function videoWriter(file: string, every: number): VideoWriter {
  const temporary = path.join(path.dirname(file), `.${randomUUID()}.mp4`);
  let run: FfmpegRun | undefined;
  const remove = (): void => rmSync(temporary, { force: true });
  return {
    async add({ width, height, data }) {
      if (run === undefined) {
        await mkdir(path.dirname(file), { recursive: true });
        process.once("exit", remove);
        const shape = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`, "-r", (1 / every).toFixed(6)];
        // Sides must be even; the index at the front lets a page begin before it has all.
        const form = ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-movflags", "+faststart"];
        run = startFfmpeg("ffmpeg", [...shape, "-i", "pipe:0", ...form, "-y", `file:${temporary}`], file);
      }
      const { stdin } = run.process;
      if (stdin?.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength)) === false && run.process.exitCode === null) await Promise.race([once(stdin, "drain"), run.end()]);
    },
    async finish() {
      if (run === undefined) return;
      run.process.stdin?.end();
      try {
        await run.end();
        await rename(temporary, file);
      } finally {
        process.off("exit", remove);
        await rm(temporary, { force: true });
      }
    },
    async drop() {
      run?.stop();
      process.off("exit", remove);
      await rm(temporary, { force: true });
    },
  };
}
