import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

const demo = fileURLToPath(new URL("../demo/images/", import.meta.url));

/** A face of the demo that moves through the picture. */
export interface MovingFace {
  /** A file of `demo/images`. */
  readonly file: string;
  /** Side of the picture of the face, in pixels. */
  readonly side: number;
  /** Where its middle goes, in shares of the frame. */
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

/**
 * Writes frames of moving faces as Chromium's fake camera reads them (Motion JPEG): there and back again, without an end.
 *
 * @returns the flags that make the file the browser's only camera, allowed without a question
 */
export async function movingFacesCamera(file: string, faces: readonly MovingFace[], { width = 640, height = 480, frames = 30 } = {}): Promise<string[]> {
  await writeFile(file, Buffer.concat(await movingFaces(faces, { width, height, frames })));
  return ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${file}`];
}

/** The frames, as JPEG files. */
export async function movingFaces(faces: readonly MovingFace[], { width = 640, height = 480, frames = 30 } = {}): Promise<Buffer[]> {
  const pictures = await Promise.all(faces.map(async ({ file, side }) => await sharp(path.join(demo, file)).resize(side, side).png().toBuffer()));
  return await Promise.all(
    Array.from({ length: frames }, async (_, frame) => {
      const way = (1 - Math.cos((2 * Math.PI * frame) / frames)) / 2;
      const layers = faces.map(({ from, to, side }, index) => ({
        input: pictures[index] ?? Buffer.alloc(0),
        left: Math.round((from[0] + (to[0] - from[0]) * way) * width - side / 2),
        top: Math.round((from[1] + (to[1] - from[1]) * way) * height - side / 2),
      }));
      return await sharp({ create: { width, height, channels: 3, background: "#8d9299" } }).composite(layers).jpeg({ quality: 90 }).toBuffer();
    }),
  );
}
