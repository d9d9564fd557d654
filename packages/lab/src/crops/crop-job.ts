import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { alignFace, type Box, type Eyes, type FaceDetector, openFaceDetector, overlap, type Picture } from "fmpn/faces";
import { createPicture, decodeImage, toGray, toRgb } from "fmpn/pictures";
import type { GrayPixels } from "../datasets/data-set.js";
import { meantFace } from "./meant-face.js";
import { perceptualHash } from "./perceptual-hash.js";

/** Eyes in parts of the picture's width and height, which cut and scaled copies of a picture have in common. */
export interface RelativeEyes {
  readonly left: { readonly x: number; readonly y: number };
  readonly right: { readonly x: number; readonly y: number };
}

/** Where a picture comes from. */
export interface PictureSource {
  readonly path?: string | undefined;
  readonly pixels?: GrayPixels | undefined;
  readonly box?: Box | undefined;
}

/** What tells a picture from others: exactly, and by its look. */
export interface Fingerprint {
  /** SHA-256 of the file, or of the pixels where there is none. */
  readonly content: string;
  readonly look: Uint32Array;
  readonly width: number;
  readonly height: number;
}

/** The crop that a network wants: its side in pixels, and the margin as `alignFace` has it. */
export interface CropShape {
  readonly size: number;
  readonly margin: number;
  readonly channels: 1 | 3;
}

/** Work on one picture that any thread can do. `face` looks for the face as an application does, and cuts it. */
export type CropJob =
  | { readonly kind: "eyes"; readonly source: PictureSource }
  | { readonly kind: "fingerprint"; readonly source: PictureSource }
  | ({ readonly kind: "face"; readonly source: PictureSource } & CropShape)
  | ({ readonly kind: "crop"; readonly source: PictureSource; readonly eyes: RelativeEyes } & CropShape);

export type CropResult =
  | { readonly eyes: RelativeEyes | undefined; readonly picture?: Picture | undefined }
  | { readonly picture: Picture }
  | { readonly fingerprint: Fingerprint };

/** Does jobs one by one with a detector of its own, which is opened when it is first needed. */
export interface CropBench {
  /** @throws Error naming the picture */
  do(job: CropJob): Promise<CropResult>;
  close(): Promise<void>;
}

export function openCropBench(): CropBench {
  let opened: Promise<FaceDetector> | undefined;
  const detector = async (): Promise<FaceDetector> => await (opened ??= openFaceDetector());
  return {
    async do(job) {
      if (job.kind === "fingerprint") return { fingerprint: await fingerprintOf(job.source) };
      if (job.kind === "crop") return { picture: await cutFace(job.source, job.eyes, job) };
      const picture = await readSource(job.source);
      if (job.kind === "eyes") return { eyes: relativeEyes(await eyesIn(await detector(), picture, job.source.box), picture) };
      const found = meantFace(await (await detector()).detect(picture), job.source.box)?.eyes;
      return { eyes: relativeEyes(found, picture), picture: found && alignedTo(found, picture, job) };
    },
    close: async () => await (await opened)?.close?.(),
  };
}

/** Decodes a picture and cuts the face at known eyes out of it. */
export async function cutFace(source: PictureSource, { left, right }: RelativeEyes, shape: CropShape): Promise<Picture> {
  const picture = await readSource(source);
  const absolute = ({ x, y }: RelativeEyes["left"]): Eyes["left"] => ({ x: x * picture.width, y: y * picture.height });
  return alignedTo({ left: absolute(left), right: absolute(right) }, picture, shape);
}

function alignedTo(eyes: Eyes, picture: Picture, { size, margin, channels }: CropShape): Picture {
  return alignFace(channels === 1 ? toGray(picture) : toRgb(picture), eyes, { size, margin });
}

function relativeEyes(eyes: Eyes | undefined, { width, height }: Picture): RelativeEyes | undefined {
  const relative = ({ x, y }: Eyes["left"]): RelativeEyes["left"] => ({ x: x / width, y: y / height });
  return eyes && { left: relative(eyes.left), right: relative(eyes.right) };
}

/** Decodes a picture, or takes it out of the data set's table. */
export async function readSource({ path, pixels }: PictureSource): Promise<Picture> {
  if (pixels) return createPicture(pixels.width, pixels.height, 1, Uint8ClampedArray.from(pixels.data));
  if (path === undefined) throw new Error("a picture has neither a file nor pixels");
  return await decodeImage(path);
}

async function fingerprintOf(source: PictureSource): Promise<Fingerprint> {
  const picture = await readSource(source);
  const bytes = source.path === undefined ? picture.data : await readFile(source.path);
  const content = createHash("sha256").update(bytes).digest("hex");
  return { content, look: perceptualHash(picture), width: picture.width, height: picture.height };
}

/** The eyes of the one face that the picture is about: with a stated box, of the face that overlaps it most. */
async function eyesIn(detector: FaceDetector, picture: Picture, box: Box | undefined): Promise<Eyes | undefined> {
  if (!box) return await detector.locateEyes(picture);
  const faces = await detector.detect(picture);
  const [best] = faces
    .map((face) => ({ face, share: overlap(face.box, box) }))
    .filter(({ share }) => share > 0.2)
    .sort((a, b) => b.share - a.share);
  return best?.face.eyes;
}
