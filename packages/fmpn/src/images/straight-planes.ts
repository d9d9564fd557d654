import type { Affine } from "./affine.js";
import type { Picture } from "./picture.js";
import { makeTaps, span, type Taps } from "./warp-straight.js";

/** What becomes of a pixel's value: `(value − middle) / scale`. */
export interface PlaneValues {
  readonly middle: number;
  readonly scale: number;
}

/**
 * A coloured picture scaled as `warp` does without a turn, black beyond its edges, straight to planes of red, green and blue. Row by row, so
 * that what is filtered one way is still at hand when it is filtered the other: half the time of a picture in between.
 *
 * @param planes where they are written
 */
export function straightPlanes({ data, width: sourceWidth, height: sourceHeight }: Picture, toSource: Affine, width: number, height: number, { middle, scale }: PlaneValues, planes: Float32Array = new Float32Array(3 * width * height)): Float32Array {
  const across = makeTaps(width, toSource.a, toSource.c, sourceWidth, 0);
  const down = makeTaps(height, toSource.e, toSource.f, sourceHeight, 0);
  // A crop of a large picture asks for a few of its columns only.
  const [first, last] = span(across);
  const line = new Float32Array(3 * sourceWidth);
  for (let index = 0; index < across.weights.length; index++) across.weights[index] /= scale;
  for (let y = 0; y < height; y++) {
    filterDown(data, line, 3 * first, 3 * (last + 1), down, y);
    filterAcross(line, across, planes, y * width, width * height, -middle / scale);
  }
  return planes;
}

/** A row between the picture's rows, from one value of it to another; two and three taps, by far the most frequent, in one pass. */
function filterDown(data: Uint8ClampedArray, line: Float32Array, from: number, end: number, { counts, positions, weights, most }: Taps, y: number): void {
  const start = y * most;
  const count = counts[y];
  const length = line.length;
  const [a, b, c] = [positions[start] * length, positions[start + 1] * length, positions[start + 2] * length];
  const [u, v, w] = [weights[start], weights[start + 1], weights[start + 2]];
  if (count === 2) {
    for (let at = from; at < end; at++) line[at] = u * data[a + at] + v * data[b + at];
  } else if (count === 3) {
    for (let at = from; at < end; at++) line[at] = u * data[a + at] + v * data[b + at] + w * data[c + at];
  } else {
    line.fill(0, from, Math.max(from, end));
    for (let tap = start; tap < start + count; tap++) {
      const [row, weight] = [positions[tap] * length, weights[tap]];
      for (let at = from; at < end; at++) line[at] += weight * data[row + at];
    }
  }
}

function filterAcross(line: Float32Array, { counts, positions, weights, most }: Taps, planes: Float32Array, to: number, plane: number, base: number): void {
  for (let x = 0, start = 0; x < counts.length; x++, start += most, to++) {
    const end = start + counts[x];
    let red = base;
    let green = base;
    let blue = base;
    for (let tap = start, at = positions[start] * 3; tap < end; tap++, at += 3) {
      const weight = weights[tap];
      red += weight * line[at];
      green += weight * line[at + 1];
      blue += weight * line[at + 2];
    }
    planes[to] = red;
    planes[plane + to] = green;
    planes[2 * plane + to] = blue;
  }
}
