import { createPicture, type Picture, resize } from "fmpn/pictures";

/** Blocks along each side of a face: what is erased at once. */
export const BLOCKS = 16;

/** What erased blocks show: the face's mean colour, or the face so blurred that only its broad light and dark are left. */
export type Eraser = "mean" | "blur";

/** The mean of an S×S mask in each of the 16×16 blocks. */
export function blockMeans(mask: ArrayLike<number>, size: number): Float64Array {
  const sums = new Float64Array(BLOCKS ** 2);
  const counts = new Float64Array(BLOCKS ** 2);
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    const block = blockOf(pixel, size);
    sums[block] += mask[pixel];
    counts[block] += 1;
  }
  return sums.map((sum, block) => (counts[block] === 0 ? 0 : sum / counts[block]));
}

/** Blocks from the highest value to the lowest; equal ones in reading order. */
export function highestFirst(values: Float64Array): number[] {
  return [...values.keys()].sort((a, b) => values[b] - values[a] || a - b);
}

/** The face with a share of its blocks erased: the first ones of an order. */
export function eraseBlocks(crop: Picture, order: readonly number[], share: number, eraser: Eraser): Picture {
  const { width: size, channels, data } = crop;
  const erased = new Set(order.slice(0, Math.round(share * order.length)));
  const fill = eraser === "mean" ? meanColor(crop) : resize(resize(crop, 4, 4), size, size).data;
  const changed = Uint8ClampedArray.from(data);
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    if (!erased.has(blockOf(pixel, size))) continue;
    for (let at = pixel * channels; at < (pixel + 1) * channels; at += 1) changed[at] = fill[at % fill.length];
  }
  return createPicture(size, size, channels, changed);
}

function blockOf(pixel: number, size: number): number {
  const along = (place: number): number => Math.floor((place * BLOCKS) / size);
  return along(Math.floor(pixel / size)) * BLOCKS + along(pixel % size);
}

function meanColor({ channels, data }: Picture): number[] {
  const sums = Array.from({ length: channels }, () => 0);
  data.forEach((value, at) => (sums[at % channels] += value));
  return sums.map((sum) => (sum * channels) / data.length);
}
