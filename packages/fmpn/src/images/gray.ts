import { createPicture, type Picture } from "./picture.js";

/**
 * Luma of a picture by ITU-R BT.601, `(19595 R + 38470 G + 7471 B + 2¹⁵) >> 16`: the integer rule of Pillow's
 * `convert("L")`, with which the authors of the paper made the gray input of their mask generator. A gray picture is
 * returned as it is.
 */
export function toGray(picture: Picture): Picture {
  if (picture.channels === 1) return picture;
  const { width, height, data } = picture;
  const gray = new Uint8ClampedArray(width * height);
  for (let pixel = 0, at = 0; pixel < gray.length; pixel++, at += 3) {
    const red = data[at];
    const green = data[at + 1];
    const blue = data[at + 2];
    gray[pixel] = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
  }
  return createPicture(width, height, 1, gray);
}

/** The picture in three channels; a gray one has its luma in each. */
export function toRgb(picture: Picture): Picture {
  if (picture.channels === 3) return picture;
  const { width, height, data } = picture;
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let pixel = 0; pixel < data.length; pixel++) rgb.fill(data[pixel], pixel * 3, pixel * 3 + 3);
  return createPicture(width, height, 3, rgb);
}
