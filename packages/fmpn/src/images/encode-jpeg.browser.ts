import { drawOnCanvas } from "./encode-png.browser.js";
import type { Picture } from "./picture.js";

/** The bytes of a JPEG file of the picture, by the browser's canvas; quality from 0 to 1. */
export async function encodeJpeg(picture: Picture, quality = 0.85): Promise<Uint8Array> {
  const blob = await drawOnCanvas(picture).convertToBlob({ type: "image/jpeg", quality });
  return new Uint8Array(await blob.arrayBuffer());
}
