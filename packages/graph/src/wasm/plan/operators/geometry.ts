import { integer, integers, word } from "../attributes.js";
import { type Operation, unsupported } from "../operation.js";
import type { Tap } from "../window-sum.js";

type Pair = readonly [number, number];

/** How a window moves over an image; pairs are [vertical, horizontal]. */
export interface Geometry {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  /** What is put before the first row and column. */
  readonly before: Pair;
  readonly after: Pair;
}

const pair = ([vertical, horizontal]: readonly number[]): Pair => [vertical, horizontal];

/** Reads the attributes that convolutions and pooling share. `size` is the image's, for padding that follows from it. */
export function geometryOf(operation: Operation, kernel: readonly number[], size: readonly number[]): Geometry {
  const { attributes } = operation;
  if (kernel.length !== 2 || size.length !== 2) unsupported(operation, `works on ${size.length} axes of space, not on two`);
  const stride = pair(integers(attributes, "strides", [1, 1]));
  const dilation = pair(integers(attributes, "dilations", [1, 1]));
  const auto = word(attributes, "auto_pad", "NOTSET");
  if (auto === "NOTSET" || auto === "VALID") {
    const none = [0, 0, 0, 0];
    const [top, left, bottom, right] = auto === "VALID" ? none : integers(attributes, "pads", none);
    return { kernel: pair(kernel), stride, dilation, before: [top, left], after: [bottom, right] };
  }
  if (operation.operator === "ConvTranspose") unsupported(operation, `pads by itself (${auto})`);
  const total = pair([0, 1].map((axis) => Math.max(0, (Math.ceil(size[axis] / stride[axis]) - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1 - size[axis])));
  const less = pair(total.map((padding) => Math.floor(padding / 2)));
  const more = pair(total.map((padding, axis) => padding - less[axis]));
  return { kernel: pair(kernel), stride, dilation, before: auto === "SAME_LOWER" ? more : less, after: auto === "SAME_LOWER" ? less : more };
}

/** Rows and columns of the result of a window that moves over an image. */
export function outputSize({ kernel, stride, dilation, before, after }: Geometry, size: readonly number[], { attributes }: Operation): Pair {
  const round = integer(attributes, "ceil_mode", 0) === 1 ? Math.ceil : Math.floor;
  return pair(
    [0, 1].map((axis) => {
      const steps = round((size[axis] + before[axis] + after[axis] - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) + 1;
      // A window that starts behind the image and its padding is left out.
      return round === Math.ceil && (steps - 1) * stride[axis] >= size[axis] + before[axis] ? steps - 1 : steps;
    }),
  );
}

/** The places of a window, row by row; a weight for each. */
export function tapsOf({ kernel, dilation, before }: Geometry): Tap[] {
  return Array.from({ length: kernel[0] * kernel[1] }, (_, weight) => ({
    y: Math.floor(weight / kernel[1]) * dilation[0] - before[0],
    x: (weight % kernel[1]) * dilation[1] - before[1],
    weight,
  }));
}
