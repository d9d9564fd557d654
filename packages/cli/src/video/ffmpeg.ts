import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Thrown where videos are asked for and `ffmpeg` is not installed. */
export class MissingFfmpegError extends Error {
  override readonly name = "MissingFfmpegError";
  constructor(file: string) {
    super(`${file}: videos are read by ffmpeg, which is not installed here or not on the PATH; install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg) and call again`);
  }
}

/**
 * Containers that hold their pictures themselves. Others, such as playlists, would have further files or addresses read; ffmpeg
 * knows them by content, whatever the name says.
 */
const CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,asf,flv,ogg,gif,apng,yuv4mpegpipe,mjpeg,h264,hevc,ivf,mxf,dv,rm,nut";

/** Options before `-i` for a file that is not trusted. */
export function input(file: string): string[] {
  return ["-protocol_whitelist", "file", "-format_whitelist", CONTAINERS, "-i", `file:${file}`];
}

/** A run of ffmpeg or ffprobe. */
export interface FfmpegRun {
  readonly process: ChildProcess;
  /** Waits for its end. @throws MissingFfmpegError; Error with what it said last */
  end(): Promise<void>;
  /** Ends it, if it is still at work. */
  stop(): void;
}

/** @param file whom errors name */
export function startFfmpeg(program: "ffmpeg" | "ffprobe", args: readonly string[], file: string): FfmpegRun {
  const child = spawn(program, ["-v", "error", ...(program === "ffmpeg" ? ["-nostdin"] : []), ...args], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said = (said + text.toString()).slice(-4000)));
  // A pipe that breaks is told by the end.
  child.stdin.on("error", () => {});
  const gone = once(child, "close").then(
    ([code]) => {
      if (code === 0) return;
      const reason = said.trim().split("\n").filter((line) => line !== "").at(-1)?.replace(/^\[[^\]]*\] /, "").replace(`file:${file}: `, "") ?? `it ended with code ${String(code)}`;
      throw new Error(`${file}: ffmpeg says: ${reason.slice(0, 300)}`);
    },
    (error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? new MissingFfmpegError(file) : error;
    },
  );
  // Whoever does not wait for the end is not told of it.
  gone.catch(() => {});
  return {
    process: child,
    end: async () => await gone,
    stop: () => void child.kill("SIGKILL"),
  };
}
