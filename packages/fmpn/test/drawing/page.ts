import { annotatePicture } from "#src/drawing/index.js";
import { createPicture, decodeImage, encodeJpeg } from "#src/images/index.js";

declare global {
  interface Window {
    /** Annotates a plain picture, and reads it back from a JPEG file. */
    annotate(): Promise<{ width: number; height: number; data: Uint8ClampedArray; furthest: number }>;
  }
}

/** The same in Node and in the page. */
export function annotatedPlainPicture() {
  const picture = createPicture(320, 240, 3, new Uint8ClampedArray(320 * 240 * 3).fill(77));
  const eyes = { left: { x: 85, y: 100 }, right: { x: 125, y: 100 } };
  const crop = createPicture(16, 16, 3, new Uint8ClampedArray(16 * 16 * 3).fill(90));
  const mask = Float32Array.from({ length: 64 }, (_, i) => i / 64);
  return annotatePicture(picture, [{ box: { x: 60, y: 70, width: 90, height: 90 }, eyes, expression: "smiling", probabilities: { calm: 0.2, smiling: 0.8 }, mask, crop }]);
}

if (typeof window !== "undefined") {
  window.annotate = async () => {
    const { width, height, data } = annotatedPlainPicture();
    const read = await decodeImage(new Blob([(await encodeJpeg({ width, height, channels: 3, data }, 0.95)).slice()]));
    const furthest = read.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (data[i] ?? 0))), 0);
    return { width, height, data, furthest };
  };
}
