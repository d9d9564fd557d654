import type { Image } from "./image.js";
import type { Planner } from "./planner.js";
import type { Address } from "./view.js";
import type { WindowSum } from "./window-sum.js";

/** What a convolution reads in place of floats. */
export interface WholeNumbers {
  readonly x: Image;
  /** Where a run puts what 1 of the image is worth. */
  readonly step: Address;
  /** What 1 of the weights is worth, for each channel of the result. */
  readonly scales: Float32Array;
}

/** The image in whole numbers, where they are asked for, weights are stored as such, and the sums pay for making it. */
export function inWholes(planner: Planner, { combine, x, grid, taps, weights: { constant: { stored }, groups, outputs } }: WindowSum): WholeNumbers | undefined {
  if (!planner.wholeNumbers || combine !== "dense" || stored === undefined || groups > 1 || x.channels % 4 !== 0) return undefined;
  const products = grid.size[0] * grid.size[1] * outputs * taps.length;
  if (products < x.height * x.width * worthQuantizing) return undefined;
  const { wholes, scales } = stored;
  const { image, step } = planner.inWholes(x, limitOf(wholes, outputs));
  return { x: image, step, scales: scales.length === 1 ? new Float32Array(outputs).fill(scales[0]) : scales };
}

/** So many products for each value that is made a whole number. */
const worthQuantizing = 16;

/** The greatest magnitude of values whose sums keep within 32 bits. */
function limitOf(wholes: Int8Array, outputs: number): number {
  return Math.min(32767, Math.floor((2 ** 31 - 1) / (127 * (wholes.length / outputs))));
}
