import type { RecognizedFace } from "fmpn";
import { drawFaces } from "fmpn/drawing";
import type { PictureView } from "../faces/picture-card.js";

/** Longest side of a copy on the page: sharp in a column of a dense screen, and hundreds still fit. */
const SIDE = 720;

/** Small copies of a picture, plain and with the masks laid over its faces. */
export async function smallCopy(file: Blob, faces: readonly RecognizedFace[], margin: number): Promise<PictureView> {
  const bitmap = await createImageBitmap(file);
  try {
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("This browser cannot draw on a canvas.");
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    const plain = await addressOf(canvas);
    if (faces.length > 0) drawFaces(context, faces, { scale, margin, mask: 0.85, box: false, label: false });
    return { plain, masked: faces.length > 0 ? await addressOf(canvas) : undefined, width, height, pixelWidth: bitmap.width, pixelHeight: bitmap.height };
  } finally {
    bitmap.close();
  }
}

async function addressOf(canvas: OffscreenCanvas): Promise<string> {
  return URL.createObjectURL(await canvas.convertToBlob({ type: "image/jpeg", quality: 0.86 }));
}
