import { integer, integers } from "../attributes.js";
import { plainNeed } from "../image.js";
import { constantOf, floatsOf, operandOf, type Operation, unsupported, weightsOf } from "../operation.js";
import type { Operator } from "../operator.js";
import type { WindowWeights } from "../pack-weights.js";
import { emitWindowSum, overrun, reach, type Tap } from "../window-sum.js";
import { type Geometry, geometryOf, outputSize, tapsOf } from "./geometry.js";

interface Parts {
  readonly size: readonly [number, number];
  readonly groups: number;
  readonly geometry: Geometry;
  readonly weightShape: readonly number[];
  readonly depthwise: boolean;
}

function partsOf(operation: Operation): Parts {
  const [, channels, ...size] = operandOf(operation, 0).shape;
  const weightShape = constantOf(operation, 1)?.shape ?? unsupported(operation, "has no weights");
  const [first, second, ...kernel] = weightShape;
  const groups = integer(operation.attributes, "group", 1);
  const inputs = operation.operator === "Conv" ? second * groups : first;
  if (inputs !== channels) unsupported(operation, `has weights for ${inputs} channels, and ${channels} come in`);
  const geometry = geometryOf(operation, kernel, size);
  return { size: [size[0], size[1]], groups, geometry, weightShape, depthwise: operation.operator === "Conv" && groups > 1 && second === 1 && first === groups };
}

const biasOf = (operation: Operation, outputs: number): Float32Array =>
  operation.inputs[2] === undefined ? new Float32Array(outputs) : floatsOf(operation, 2);

/** ONNX `Conv`: w is O×(C/groups)×kH×kW. */
export const convolution: Operator = {
  shape(operation) {
    const { geometry, size, weightShape } = partsOf(operation);
    const [count] = operandOf(operation, 0).shape;
    return [count, weightShape[0], ...outputSize(geometry, size, operation)];
  },
  need(operation) {
    const { geometry, size, depthwise } = partsOf(operation);
    const border = reach(tapsOf(geometry), geometry.stride, outputSize(geometry, size, operation), size);
    return { ...plainNeed, border, tail: overrun, vectors: depthwise };
  },
  lower(operation, planner) {
    const { geometry, size, groups, weightShape, depthwise } = partsOf(operation);
    const [outputs, inputs, height, width] = weightShape;
    const y = planner.imageFor(operation.output);
    const taps = height * width;
    emitWindowSum(planner, {
      operation,
      combine: depthwise ? "channelwise" : "dense",
      x: planner.image(operandOf(operation, 0), convolution.need?.(operation) ?? plainNeed),
      stride: geometry.stride,
      taps: tapsOf(geometry),
      y,
      grid: { start: [0, 0], step: [1, 1], size: outputSize(geometry, size, operation) },
      weights: {
        constant: weightsOf(operation, 0),
        outputs,
        groups: depthwise ? 1 : groups,
        inputs,
        start: (output) => output * inputs * taps,
        inStep: taps,
      },
      bias: biasOf(operation, outputs),
    });
    planner.define(operation.output, y);
  },
};

/**
 * ONNX `ConvTranspose`: w is C×(O/groups)×kH×kW. The result's pixels fall into stride×stride phases by their remainders;
 * each phase is a convolution with those taps of the kernel that reach it.
 */
export const transposedConvolution: Operator = {
  shape(operation) {
    const { geometry, size, groups, weightShape } = partsOf(operation);
    const [count] = operandOf(operation, 0).shape;
    return [count, weightShape[1] * groups, ...grownSize(operation, geometry, size)];
  },
  need(operation) {
    const { geometry, size } = partsOf(operation);
    const borders = phasesOf(geometry, grownSize(operation, geometry, size)).map((phase) => reach(phase.taps, [1, 1], phase.size, size));
    const most = (side: "top" | "left" | "bottom" | "right"): number => Math.max(...borders.map((border) => border[side]));
    return { ...plainNeed, border: { top: most("top"), left: most("left"), bottom: most("bottom"), right: most("right") }, tail: overrun };
  },
  lower(operation, planner) {
    const { geometry, size, groups, weightShape } = partsOf(operation);
    const [channels, ofGroup, height, width] = weightShape;
    const taps = height * width;
    const x = planner.image(operandOf(operation, 0), transposedConvolution.need?.(operation) ?? plainNeed);
    const y = planner.imageFor(operation.output);
    const inputs = channels / groups;
    const weights: WindowWeights = {
      constant: weightsOf(operation, 1),
      outputs: ofGroup * groups,
      groups,
      inputs,
      start: (output) => (Math.floor(output / ofGroup) * inputs * ofGroup + (output % ofGroup)) * taps,
      inStep: ofGroup * taps,
    };
    const bias = biasOf(operation, weights.outputs);
    for (const { start, size: phaseSize, taps: phaseTaps } of phasesOf(geometry, grownSize(operation, geometry, size))) {
      const grid = { start, step: geometry.stride, size: phaseSize };
      emitWindowSum(planner, { operation, combine: "dense", x, stride: [1, 1], taps: phaseTaps, y, grid, weights, bias });
    }
    planner.define(operation.output, y);
  },
};

function grownSize(operation: Operation, { kernel, stride, dilation, before, after }: Geometry, size: readonly [number, number]): readonly [number, number] {
  const added = integers(operation.attributes, "output_padding", [0, 0]);
  if (operation.attributes.output_shape !== undefined) unsupported(operation, "is given the size of its result");
  const along = (axis: 0 | 1): number => (size[axis] - 1) * stride[axis] - before[axis] - after[axis] + dilation[axis] * (kernel[axis] - 1) + added[axis] + 1;
  return [along(0), along(1)];
}

interface Phase {
  readonly start: readonly [number, number];
  readonly size: readonly [number, number];
  readonly taps: readonly Tap[];
}

/** Row y of the result is met by row i of x through tap k where i·stride − before + k·dilation = y. */
function phasesOf({ kernel, stride, dilation, before }: Geometry, size: readonly [number, number]): Phase[] {
  const along = (axis: 0 | 1, phase: number): { at: number; tap: number }[] =>
    Array.from({ length: kernel[axis] }, (_, tap) => ({ at: (phase + before[axis] - tap * dilation[axis]) / stride[axis], tap })).filter(({ at }) => Number.isInteger(at));
  const phases: Phase[] = [];
  for (let down = 0; down < Math.min(stride[0], size[0]); down += 1) {
    for (let right = 0; right < Math.min(stride[1], size[1]); right += 1) {
      const columns = along(1, right);
      const taps = along(0, down).flatMap((row) => columns.map((column) => ({ y: row.at, x: column.at, weight: row.tap * kernel[1] + column.tap })));
      phases.push({ start: [down, right], size: [Math.ceil((size[0] - down) / stride[0]), Math.ceil((size[1] - right) / stride[1])], taps });
    }
  }
  return phases;
}

/** A linear layer, ONNX `Gemm` with α = β = 1 or `MatMul`: x is N×K, w is K×O, or O×K where it is transposed. */
export const linear: Operator = {
  shape(operation) {
    const [outputs] = linearSizes(operation);
    return [operandOf(operation, 0).shape[0], outputs];
  },
  need: () => ({ ...plainNeed, tail: overrun }),
  lower(operation, planner) {
    const [outputs, inputs, transposed] = linearSizes(operation);
    const x = planner.image(operandOf(operation, 0), linear.need?.(operation) ?? plainNeed);
    const y = planner.imageFor(operation.output);
    // Rows of the matrix are pixels of one column.
    const column = { count: 1, height: x.count, width: 1 };
    emitWindowSum(planner, {
      operation,
      combine: "dense",
      x: { ...x, ...column, row: x.picture, picture: x.count * x.picture },
      stride: [1, 1],
      taps: [{ y: 0, x: 0, weight: 0 }],
      y: { ...y, ...column, row: y.picture },
      grid: { start: [0, 0], step: [1, 1], size: [x.count, 1] },
      weights: { constant: weightsOf(operation, transposed ? 0 : 1), outputs, groups: 1, inputs, start: (output) => output * (transposed ? inputs : 1), inStep: transposed ? 1 : outputs },
      bias: spread(biasOf(operation, outputs), outputs),
    });
    planner.define(operation.output, y);
  },
};

const spread = (bias: Float32Array, outputs: number): Float32Array => (bias.length === 1 ? new Float32Array(outputs).fill(bias[0]) : bias);

function linearSizes(operation: Operation): [outputs: number, inputs: number, transposed: boolean] {
  const { attributes } = operation;
  const x = operandOf(operation, 0).shape;
  const w = constantOf(operation, 1)?.shape ?? unsupported(operation, "has no weights");
  const transposed = integer(attributes, "transB", 0) === 1;
  const plain = ["alpha", "beta"].every((name) => attributes[name] === undefined || JSON.stringify(attributes[name]) === JSON.stringify({ float: 1 }));
  if (!plain || integer(attributes, "transA", 0) === 1 || x.length !== 2 || w.length !== 2) unsupported(operation, "is more than a linear layer");
  const [outputs, inputs] = transposed ? w : w.toReversed();
  if (inputs !== x[1]) unsupported(operation, `has weights for ${inputs} values, and ${x[1]} come in`);
  return [outputs, inputs, transposed];
}
