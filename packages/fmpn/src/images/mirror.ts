import { createPicture, type Picture } from "./picture.js";

/** A picture as a mirror shows it: left and right are swapped. */
export function mirrorPicture({ width, height, channels, data }: Picture): Picture {
  const mirrored = createPicture(width, height, channels);
  for (let from = 0, row = 0; row < height; row++) {
    for (let to = (row + 1) * width - 1; to >= row * width; to--, from += channels) {
      for (let channel = 0; channel < channels; channel++) mirrored.data[to * channels + channel] = data[from + channel] ?? 0;
    }
  }
  return mirrored;
}

/** The same of planes, any number of them one after the other, whose rows are `width` long. */
export function mirrorPlanes(planes: Float32Array, width: number): Float32Array {
  const mirrored = planes.slice();
  for (let row = 0; row < mirrored.length; row += width) mirrored.subarray(row, row + width).reverse();
  return mirrored;
}
