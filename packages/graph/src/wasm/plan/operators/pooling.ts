import { sizeOf } from "../../../shape.js";
import { integer, integers } from "../attributes.js";
import { type Image, plainNeed } from "../image.js";
import { constantOf, operandOf, type Operation, unsupported } from "../operation.js";
import type { Operator } from "../operator.js";
import type { Planner } from "../planner.js";
import { emitWindowSum, reach } from "../window-sum.js";
import { computeElements } from "../move-elements.js";
import { imageView } from "../image.js";
import { type Geometry, geometryOf, outputSize, tapsOf } from "./geometry.js";

/** Less than any value. */
const least = -3.4e38;

const spaceOf = (operation: Operation): readonly number[] => operandOf(operation, 0).shape.slice(2);
const kernelOf = (operation: Operation): Geometry => geometryOf(operation, integers(operation.attributes, "kernel_shape", []), spaceOf(operation));
const sizeAfter = (operation: Operation): readonly [number, number] => outputSize(kernelOf(operation), spaceOf(operation), operation);
const pooledShape = (operation: Operation): readonly number[] => [...operandOf(operation, 0).shape.slice(0, 2), ...sizeAfter(operation)];

const poolNeed = (operation: Operation, fill: number) => {
  const [height, width] = spaceOf(operation);
  const geometry = kernelOf(operation);
  return { ...plainNeed, border: reach(tapsOf(geometry), geometry.stride, sizeAfter(operation), [height, width]), fill, vectors: true };
};

function pool(planner: Planner, operation: Operation, y: Image, { stride, ...geometry }: Geometry, fill: number, divisor?: number): void {
  const size = [y.height, y.width] as const;
  const [height, width] = spaceOf(operation);
  const taps = tapsOf({ ...geometry, stride }).map((tap) => ({ ...tap, weight: 0 }));
  const x = planner.image(operandOf(operation, 0), { ...plainNeed, border: reach(taps, stride, size, [height, width]), fill, vectors: true });
  emitWindowSum(planner, {
    operation,
    combine: divisor === undefined ? "greatest" : "channelwise",
    x,
    stride,
    taps,
    y,
    grid: { start: [0, 0], step: [1, 1], size },
    weights: { constant: { shape: [1], values: factor(1 / (divisor ?? 1)) }, outputs: y.channels, groups: 1, inputs: 1, start: () => 0, inStep: 1, shared: true },
    bias: new Float32Array(y.channels).fill(divisor === undefined ? least : 0),
  });
}

/** One constant for each factor, so that its packed weights are made once. */
const factors = new Map<number, Float32Array>();
function factor(value: number): Float32Array {
  const known = factors.get(value) ?? Float32Array.of(value);
  factors.set(value, known);
  return known;
}

export const maxPool: Operator = {
  shape: pooledShape,
  need: (operation) => poolNeed(operation, least),
  lower(operation, planner) {
    const y = planner.imageFor(operation.output);
    pool(planner, operation, y, kernelOf(operation), least);
    planner.define(operation.output, y);
  },
};

export const averagePool: Operator = {
  shape: pooledShape,
  need: (operation) => poolNeed(operation, 0),
  lower(operation, planner) {
    const geometry = kernelOf(operation);
    const { kernel, before, after } = geometry;
    const padded = [...before, ...after].some((padding) => padding > 0) || integer(operation.attributes, "ceil_mode", 0) === 1;
    const y = planner.imageFor(operation.output);
    if (!padded || (integer(operation.attributes, "count_include_pad", 0) === 1 && integer(operation.attributes, "ceil_mode", 0) === 0)) {
      pool(planner, operation, y, geometry, 0, kernel[0] * kernel[1]);
    } else {
      // Sums, and then each divided by how many pixels of the image it has.
      pool(planner, operation, y, geometry, 0, 1);
      const view = imageView(y, 4);
      const counts = planner.view({ shape: [1, 1, y.height, y.width], values: inverseCounts(operation, geometry, y) });
      computeElements(planner, "mul", [view, counts], view);
    }
    planner.define(operation.output, y);
  },
};

function inverseCounts(operation: Operation, { kernel, stride, dilation, before, after }: Geometry, { height, width }: Image): Float32Array {
  const size = spaceOf(operation);
  // Padding counts where it is asked for, but not what lies behind it.
  const [low, high] = integer(operation.attributes, "count_include_pad", 0) === 1 ? [before, size.map((length, axis) => length + after[axis])] : [[0, 0], size];
  const inside = (index: number, axis: 0 | 1): number =>
    Array.from({ length: kernel[axis] }, (_, tap) => index * stride[axis] + tap * dilation[axis] - before[axis]).filter((at) => at >= -low[axis] && at < high[axis]).length;
  return Float32Array.from({ length: height * width }, (_, at) => 1 / (inside(Math.floor(at / width), 0) * inside(at % width, 1)));
}

/** `ReduceMean` over rows and columns, `GlobalAveragePool` and `GlobalMaxPool`: a window as large as the image. */
function globalPool(greatest: boolean): Operator {
  const check = (operation: Operation): void => {
    const { shape } = operandOf(operation, 0);
    const listed = constantOf(operation, 1)?.values ?? integers(operation.attributes, "axes", undefined);
    const axes = operation.operator.startsWith("Global") ? [2, 3] : Array.from(listed ?? [], (axis) => (axis < 0 ? axis + shape.length : axis)).sort();
    if (shape.length !== 4 || axes.join() !== "2,3") unsupported(operation, `goes over the axes ${axes.join(", ")} of ${shape.length}, not over the two of an image's space`);
  };
  const keeps = ({ operator, attributes }: Operation): boolean => operator.startsWith("Global") || integer(attributes, "keepdims", 1) === 1;
  return {
    shape(operation) {
      check(operation);
      const [count, channels] = operandOf(operation, 0).shape;
      return keeps(operation) ? [count, channels, 1, 1] : [count, channels];
    },
    need: () => ({ ...plainNeed, vectors: true }),
    lower(operation, planner) {
      const kernel = spaceOf(operation) as [number, number];
      const y = planner.imageFor(operation.output);
      const whole: Geometry = { kernel, stride: [1, 1], dilation: [1, 1], before: [0, 0], after: [0, 0] };
      pool(planner, operation, y, whole, 0, greatest ? undefined : sizeOf(kernel));
      planner.define(operation.output, y);
    },
  };
}

export const globalMean = globalPool(false);
export const globalMax = globalPool(true);
