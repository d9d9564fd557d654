// What the page of faces.test.ts loads: the same modules as in Node, by the browser's side of package.json's `imports`.
import { alignFace } from "#src/faces/align.js";
import type { Eyes, Face } from "#src/faces/face.js";
import { openFaceDetector } from "#src/faces/face-detector.js";
import { decodeImage } from "#src/images/decode.js";
import type { ImageSource } from "#src/images/image-source.js";
import { encodePng } from "#src/images/encode-png.js";

/** Decodes a fetched file and cuts the face out; typed arrays come back from a page far faster than plain ones. */
export async function crop(file: string, eyes: Eyes, size: number): Promise<Uint8ClampedArray> {
  const picture = await decodeImage(await (await fetch(file)).arrayBuffer());
  return alignFace(picture, eyes, { size }).data;
}

/** The size of a decoded file, or the message of the error. */
export async function sizeOrReason(file: string): Promise<[number, number] | string> {
  try {
    const { width, height } = await decodeImage(file);
    return [width, height];
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A pixel of the same file, read from each kind of thing that a page may hold. */
export async function pixelBySource(file: string, x: number, y: number): Promise<Record<string, number[]>> {
  const blob = await (await fetch(file)).blob();
  const image = new Image();
  image.src = file;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext("2d");
  context?.drawImage(image, 0, 0);
  const offscreen = new OffscreenCanvas(canvas.width, canvas.height);
  offscreen.getContext("2d")?.drawImage(image, 0, 0);
  const first = await decodeImage(file);
  const sources: Record<string, ImageSource | undefined> = {
    address: file,
    url: new URL(file, location.href),
    blob,
    file: new File([blob], "face.png"),
    bytes: new Uint8Array(await blob.arrayBuffer()),
    image,
    bitmap: await createImageBitmap(blob),
    canvas,
    offscreen,
    imageData: context?.getImageData(0, 0, canvas.width, canvas.height),
    picture: first,
    png: await encodePng(first),
  };
  const pixels: Record<string, number[]> = {};
  for (const [name, source] of Object.entries(sources)) {
    if (source === undefined) continue;
    const picture = await decodeImage(source);
    const at = (y * picture.width + x) * 3;
    pixels[name] = Array.from(picture.data.subarray(at, at + 3));
  }
  return pixels;
}

/** The faces of a fetched file, by the models served beside the page. */
export async function faces(file: string): Promise<Face[]> {
  const detector = await openFaceDetector({ models: "/models/faces/" });
  return await detector.detect(await decodeImage(file));
}
