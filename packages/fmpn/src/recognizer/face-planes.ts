import { toRgb } from "../images/gray.js";
import { createPicture, type Picture } from "../images/picture.js";

/**
 * What a model file's `face` input takes: red, green and blue one after the other, value/255. A gray crop has its luma in
 * each.
 *
 * @returns 3 × height × width values in [0, 1]
 */
export function facePlanes(crop: Picture): Float32Array {
  const { width, height, data } = toRgb(crop);
  const pixels = width * height;
  const planes = new Float32Array(pixels * 3);
  for (let to = 0, from = 0; to < pixels; to++, from += 3) {
    planes[to] = data[from] / 255;
    planes[pixels + to] = data[from + 1] / 255;
    planes[2 * pixels + to] = data[from + 2] / 255;
  }
  return planes;
}

/** The picture that planes of red, green and blue hold, value · 255, cut to what a picture can show. */
export function pictureOfPlanes(planes: Float32Array, size: number): Picture {
  const picture = createPicture(size, size, 3);
  const pixels = size * size;
  for (let pixel = 0, to = 0; pixel < pixels; pixel++) {
    for (let plane = pixel; plane < 3 * pixels; plane += pixels) picture.data[to++] = planes[plane] * 255;
  }
  return picture;
}
