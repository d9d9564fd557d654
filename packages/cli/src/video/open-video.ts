import { readFile } from "node:fs/promises";
import path from "node:path";
import { createPicture, type Picture } from "fmpn/pictures";
import sharp from "sharp";
import { input, startFfmpeg } from "./ffmpeg.js";
import { ppmFrames } from "./ppm-frames.js";

/** A picture of a video and when it is shown, in seconds from the video's start. */
export interface VideoFrame {
  readonly image: Picture;
  readonly time: number;
}

/** A video that can be gone through once. */
export interface OpenVideo {
  /** Seconds; undefined where the file does not tell. */
  readonly duration: number | undefined;
  /** Seconds from one frame to the next. */
  readonly every: number;
  frames(): AsyncGenerator<VideoFrame, void, undefined>;
}

const VIDEOS = new Set(["mp4", "m4v", "mov", "qt", "webm", "mkv", "avi", "mpg", "mpeg", "m2v", "mts", "m2ts", "wmv", "asf", "flv", "3gp", "3g2", "ogv", "y4m", "mjpeg", "mxf"].map((ending) => `.${ending}`));

/** Whether a file's name is one of a video. */
export function isVideoName(name: string): boolean {
  return VIDEOS.has(path.extname(name).toLowerCase());
}

/**
 * Opens a video, or a GIF or WebP file of several pictures.
 *
 * @param every seconds between the frames that are looked at
 * @returns undefined where the file is neither
 * @throws MissingFfmpegError where a video's name is given and there is no ffmpeg
 */
export async function openVideo(file: string, every: number): Promise<OpenVideo | undefined> {
  if (isVideoName(file)) return { duration: await durationOf(file), every, frames: () => videoFrames(file, every) };
  return /\.(gif|webp)$/i.test(file) ? await openAnimation(file, every) : undefined;
}

async function* videoFrames(file: string, every: number): AsyncGenerator<VideoFrame, void, undefined> {
  // One frame for each step of time, also where the file's own frames come irregularly.
  const run = startFfmpeg("ffmpeg", [...input(file), "-an", "-sn", "-vf", `fps=${(1 / every).toFixed(6)}`, "-c:v", "ppm", "-f", "image2pipe", "pipe:1"], file);
  let count = 0;
  try {
    if (run.process.stdout !== null) for await (const image of ppmFrames(run.process.stdout)) yield { image, time: Math.round(1e6 * every * count++) / 1e6 };
    await run.end();
    if (count === 0) throw new Error(`${file}: it holds no picture`);
  } finally {
    run.stop();
  }
}

async function durationOf(file: string): Promise<number | undefined> {
  const run = startFfmpeg("ffprobe", [...input(file), "-show_entries", "format=duration", "-of", "csv=p=0"], file);
  let said = "";
  run.process.stdout?.on("data", (text: Buffer) => (said += text.toString()));
  await run.end().catch((error: unknown) => {
    // Without ffprobe there is no bar; what is wrong with the file, ffmpeg will say.
    if (error instanceof Error && error.name === "MissingFfmpegError") return;
  });
  const seconds = Number.parseFloat(said);
  return seconds > 0 ? seconds : undefined;
}

/** Pictures of one file that follow each other, each shown for its own time; most programs show times below 20 ms as a tenth of a second. */
async function openAnimation(file: string, every: number): Promise<OpenVideo | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const { pages = 1, delay = [] } = await sharp(bytes, { pages: -1 }).metadata().catch(() => ({ pages: 1, delay: [] }));
  if (pages < 2) return undefined;
  const starts = [0];
  for (let page = 0; page < pages; page += 1) starts.push((starts[page] ?? 0) + ((delay[page] ?? 0) < 20 ? 100 : (delay[page] ?? 100)) / 1000);
  const duration = starts[pages] ?? 0;
  return {
    duration,
    every,
    async *frames() {
      let page = 0;
      for (let count = 0; count * every < duration; count += 1) {
        const time = Math.round(1e6 * every * count) / 1e6;
        while (page + 1 < pages && (starts[page + 1] ?? 0) <= time) page += 1;
        const { data, info } = await sharp(bytes, { page, pages: 1 }).flatten({ background: "#fff" }).toColourspace("srgb").removeAlpha().raw().toBuffer({ resolveWithObject: true });
        yield { image: createPicture(info.width, info.height, 3, new Uint8ClampedArray(data)), time };
      }
    },
  };
}
