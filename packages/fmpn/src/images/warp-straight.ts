import type { Affine } from "./affine.js";
import type { Picture } from "./picture.js";
import type { Edge } from "./edge.js";

/** For each output position along one axis: the source positions under its triangle and their weights. */
export interface Taps {
  /** Positions and weights of output `i` are `[i · most, i · most + counts[i])`. */
  readonly most: number;
  readonly counts: Int32Array;
  readonly positions: Int32Array;
  readonly weights: Float64Array;
  /** The weight that falls outside of the picture, per output; 0 where the edge is replicated. */
  readonly outside: Float64Array;
}

/** {@link warp} without a turn: the triangle is separable, so rows are filtered first, then columns. */
export function warpStraight(source: Picture, toSource: Affine, output: Picture, edge: Edge): void {
  const { width, height, channels } = output;
  const fill = edge === "replicate" ? 0 : edge;
  const across = makeTaps(width, toSource.a, toSource.c, source.width, edge);
  const down = makeTaps(height, toSource.e, toSource.f, source.height, edge);
  const rowLength = width * channels;
  const [first, last] = span(down);
  const rows = new Float32Array(Math.max(0, last - first + 1) * rowLength);
  for (let y = first; y <= last; y++) {
    const from = y * source.width * channels;
    const to = (y - first) * rowLength;
    if (channels === 3) filterRow3(source.data, from, rows, to, across, fill);
    else filterRow1(source.data, from, rows, to, across, fill);
  }
  const sums = new Float64Array(rowLength);
  for (let y = 0; y < height; y++) {
    sums.fill(down.outside[y] * fill);
    const start = y * down.most;
    const count = down.counts[y];
    for (let tap = start; tap < start + count; tap++) {
      const weight = down.weights[tap];
      const row = (down.positions[tap] - first) * rowLength;
      for (let at = 0; at < rowLength; at++) sums[at] += weight * rows[row + at];
    }
    output.data.set(sums, y * rowLength);
  }
}

function filterRow3(data: Uint8ClampedArray, from: number, rows: Float32Array, to: number, taps: Taps, fill: number): void {
  const { counts, positions, weights, outside, most } = taps;
  for (let x = 0; x < counts.length; x++) {
    const end = x * most + counts[x];
    let red = outside[x] * fill;
    let green = red;
    let blue = red;
    for (let tap = x * most; tap < end; tap++) {
      const weight = weights[tap];
      const at = from + positions[tap] * 3;
      red += weight * data[at];
      green += weight * data[at + 1];
      blue += weight * data[at + 2];
    }
    rows[to++] = red;
    rows[to++] = green;
    rows[to++] = blue;
  }
}

function filterRow1(data: Uint8ClampedArray, from: number, rows: Float32Array, to: number, taps: Taps, fill: number): void {
  const { counts, positions, weights, outside, most } = taps;
  for (let x = 0; x < counts.length; x++) {
    const end = x * most + counts[x];
    let sum = outside[x] * fill;
    for (let tap = x * most; tap < end; tap++) sum += weights[tap] * (data[from + positions[tap]] ?? 0);
    rows[to++] = sum;
  }
}

/** @param step, start where output pixels lie among the source's */
export function makeTaps(length: number, step: number, start: number, limit: number, edge: Edge): Taps {
  const radius = Math.max(1, step);
  const most = Math.ceil(2 * radius) + 1;
  const counts = new Int32Array(length);
  const positions = new Int32Array(length * most);
  const weights = new Float64Array(length * most);
  const outside = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    // The middle of output pixel i, as a position among the middles of source pixels.
    const middle = step * (i + 0.5) + start - 0.5;
    const low = Math.floor(middle - radius) + 1;
    const high = Math.ceil(middle + radius) - 1;
    let sum = 0;
    for (let at = low; at <= high; at++) sum += 1 - Math.abs(at - middle) / radius;
    let count = 0;
    for (let at = low; at <= high; at++) {
      const weight = (1 - Math.abs(at - middle) / radius) / sum;
      const inside = Math.min(Math.max(at, 0), limit - 1);
      if (inside !== at && edge !== "replicate") {
        outside[i] += weight;
        continue;
      }
      positions[i * most + count] = inside;
      weights[i * most + count] = weight;
      count++;
    }
    counts[i] = count;
  }
  return { most, counts, positions, weights, outside };
}

/** The first and last source position that any output uses; empty (0, −1) where none is used. */
export function span({ counts, positions, most }: Taps): [number, number] {
  let first = Infinity;
  let last = -1;
  for (let i = 0; i < counts.length; i++) {
    for (let tap = i * most; tap < i * most + counts[i]; tap++) {
      first = Math.min(first, positions[tap]);
      last = Math.max(last, positions[tap]);
    }
  }
  return last < 0 ? [0, -1] : [first, last];
}
