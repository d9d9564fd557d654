import { toRgb } from "./gray.js";
import type { Picture } from "./picture.js";

/** The bytes of a PNG file of the picture (gray in three channels), by the browser's canvas. */
export async function encodePng(picture: Picture): Promise<Uint8Array> {
  const blob = await drawOnCanvas(picture).convertToBlob({ type: "image/png" });
  return new Uint8Array(await blob.arrayBuffer());
}

/** A canvas that shows the picture. */
export function drawOnCanvas(picture: Picture): OffscreenCanvas {
  const { width, height, data } = toRgb(picture);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from];
    rgba[to + 1] = data[from + 1];
    rgba[to + 2] = data[from + 2];
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}
