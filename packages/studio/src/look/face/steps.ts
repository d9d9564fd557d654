import type { ModelInfo, RecognizedFace } from "fmpn";
import { alignment, type Picture } from "fmpn/faces";
import { toGray } from "fmpn/pictures";
import { maskImage, pictureImage } from "fmpn/drawing";

/** The gray face seen through the mask (paper, section 3.2), as networks multiply them that fuse the prior in. */
export function maskedFace(crop: Picture, mask: Float32Array): Picture {
  const gray = toGray(crop);
  return { ...gray, data: gray.data.map((value, pixel) => value * (mask[pixel] ?? 0)) };
}

/** A picture as a canvas takes it, in its own size. */
export function drawPicture(canvas: HTMLCanvasElement, picture: Picture): void {
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext("2d")?.putImageData(pictureImage(picture), 0, 0);
}

/** The mask alone, in the motion colours on black. */
export function drawMask(canvas: HTMLCanvasElement, mask: Float32Array): void {
  const side = Math.sqrt(mask.length);
  [canvas.width, canvas.height] = [side, side];
  const image = maskImage(mask, 1);
  for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

/** The crop, larger, with the landmarks on it. */
export function drawLandmarks(canvas: HTMLCanvasElement, { crop, eyes, landmarks = [] }: RecognizedFace, { size, crop: { margin } }: ModelInfo): void {
  const scale = 4;
  [canvas.width, canvas.height] = [size * scale, size * scale];
  const context = canvas.getContext("2d");
  if (context === null) return;
  const small = new OffscreenCanvas(crop.width, crop.height);
  small.getContext("2d")?.putImageData(pictureImage(crop), 0, 0);
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  const { a, b, c, d, e, f } = alignment(eyes, { size, margin });
  context.fillStyle = "#fff";
  context.strokeStyle = "rgb(0 0 0 / 0.6)";
  for (const { x, y } of landmarks) {
    context.beginPath();
    context.arc((a * x + b * y + c) * scale, (d * x + e * y + f) * scale, 2.6, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}
