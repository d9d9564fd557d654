import { createPicture, type Picture } from "../images/picture.js";
import { gaussianBlur } from "./gaussian-blur.js";

/** The strongest blur that sharpness is equalised with, in pixels. */
const MAX_BLUR = 4;

/**
 * Makes two aligned gray pictures of a pair comparable before their difference is taken: the sharper one is blurred
 * until both hold as much fine detail, then the second gets the first one's mean and contrast. Without this, pairs whose
 * pictures were stored at different sizes or exposures draw every edge of the face into the mask.
 */
export function normalizePair(neutral: Picture, expressive: Picture): [neutral: Picture, expressive: Picture] {
  const [detailNeutral, detailExpressive] = [fineDetail(neutral), fineDetail(expressive)];
  const [first, second] =
    detailNeutral > detailExpressive
      ? [blurredTo(neutral, detailExpressive), expressive]
      : [neutral, blurredTo(expressive, detailNeutral)];
  return [first, withToneOf(first, second)];
}

/** Mean square of the discrete Laplacian over the picture's contrast: high where edges are sharp. */
export function fineDetail({ width, height, data }: Picture): number {
  let energy = 0;
  for (let y = 1; y + 1 < height; y++) {
    for (let x = 1; x + 1 < width; x++) {
      const i = y * width + x;
      const around = (data[i - 1] ?? 0) + (data[i + 1] ?? 0) + (data[i - width] ?? 0) + (data[i + width] ?? 0);
      energy += (4 * (data[i] ?? 0) - around) ** 2;
    }
  }
  const { deviation } = tone(data);
  return energy / ((width - 2) * (height - 2)) / Math.max(1, deviation * deviation);
}

function blurredTo(picture: Picture, detail: number): Picture {
  let [low, high] = [0, MAX_BLUR];
  for (let step = 0; step < 8; step++) {
    const middle = (low + high) / 2;
    if (fineDetail(gaussianBlur(picture, middle)) > detail) low = middle;
    else high = middle;
  }
  return gaussianBlur(picture, low);
}

function withToneOf(model: Picture, picture: Picture): Picture {
  const wanted = tone(model.data);
  const given = tone(picture.data);
  const gain = wanted.deviation / Math.max(1, given.deviation);
  const data = picture.data.map((value) => (value - given.mean) * gain + wanted.mean);
  return createPicture(picture.width, picture.height, 1, data);
}

function tone(data: Uint8ClampedArray): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / data.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / data.length - mean * mean)) };
}
