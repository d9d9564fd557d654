import type { BinaryName, UnaryName } from "../../kernels/kernels.js";
import { float } from "../attributes.js";
import { plainNeed } from "../image.js";
import { computeElements } from "../move-elements.js";
import { constantOf, floatsOf, isConstant, type Operand, operandOf, type Operation, unsupported } from "../operation.js";
import type { Operator } from "../operator.js";
import type { Planner } from "../planner.js";
import { commonShape, type View } from "../view.js";
import { emitWindowSum } from "../window-sum.js";

/** Operators that compute each element from those at the same place. */
function elementwise(kernel: UnaryName | BinaryName, inputs: 1 | 2, given?: (operation: Operation) => readonly [number, number]): Operator {
  const operands = (operation: Operation): Operand[] => Array.from({ length: inputs }, (_, index) => operandOf(operation, index));
  return {
    shape: (operation) => commonShape(operands(operation), operation.operator),
    lower(operation, planner) {
      const { output } = operation;
      const result = planner.resultFor(output);
      const [argument0, argument1] = (given?.(operation) ?? [0, 0]).map((value) => planner.words(Float32Array.of(value)));
      const views = operands(operation).map((operand) => alignedView(planner, operand, output.shape.length));
      computeElements(planner, kernel, views, result, { argument0, argument1 });
      planner.define(output, result);
    },
  };
}

/** A constant gets the leading axes that it lacks, so that its channels are known as such. */
function alignedView(planner: Planner, operand: Operand, rank: number): View {
  const missing = rank - operand.shape.length;
  if (!isConstant(operand) || missing === 0) return planner.view(operand);
  return planner.view({ ...operand, shape: [...Array.from({ length: missing }, () => 1), ...operand.shape] });
}

const limits = (operation: Operation): readonly [number, number] => {
  const { attributes } = operation;
  const [low, high] = [1, 2].map((index) => constantOf(operation, index)?.values[0]);
  return [low ?? float(attributes, "min", -3.4e38), high ?? float(attributes, "max", 3.4e38)];
};

export const elementwiseOperators: Readonly<Record<string, Operator>> = {
  ...named(["Relu", "Sigmoid", "Tanh", "Exp", "Sqrt", "Abs", "Neg"], 1),
  Clip: elementwise("clip", 1, limits),
  HardSigmoid: elementwise("hardSigmoid", 1, ({ attributes }) => [float(attributes, "alpha", 0.2), float(attributes, "beta", 0.5)]),
  ...named(["Add", "Sub", "Mul", "Div", "Min", "Max"], 2),
};

/** Operators whose kernels have their names. */
function named(names: readonly Capitalize<UnaryName | BinaryName>[], inputs: 1 | 2): Record<string, Operator> {
  return Object.fromEntries(names.map((name) => [name, elementwise(name.toLowerCase() as UnaryName | BinaryName, inputs)]));
}

/** y = scale·x + shift by channels, then the epilogue: a window of one pixel. */
function scaled(operation: Operation, planner: Planner, scale: Float32Array, shift: Float32Array): void {
  const x = planner.image(operandOf(operation, 0), { ...plainNeed, vectors: true });
  const y = planner.imageFor(operation.output);
  emitWindowSum(planner, {
    operation,
    combine: "channelwise",
    x,
    stride: [1, 1],
    taps: [{ y: 0, x: 0, weight: 0 }],
    y,
    grid: { start: [0, 0], step: [1, 1], size: [x.height, x.width] },
    weights: { constant: { shape: [scale.length], values: scale }, outputs: y.channels, groups: 1, inputs: 1, start: (output) => output, inStep: 1 },
    bias: shift,
  });
  planner.define(operation.output, y);
}

const sameShape = (operation: Operation): readonly number[] => operandOf(operation, 0).shape;

function checkImage(operation: Operation): void {
  const { shape } = operandOf(operation, 0);
  if (shape.length !== 4 && shape.length !== 2) unsupported(operation, `works on ${shape.length} axes, not on four or two`);
}

/** Batch norm with its running statistics. */
export const batchNorm: Operator = {
  shape: sameShape,
  need: () => ({ ...plainNeed, vectors: true }),
  lower(operation, planner) {
    checkImage(operation);
    const [gain, bias, mean, variance] = [1, 2, 3, 4].map((index) => floatsOf(operation, index));
    const epsilon = float(operation.attributes, "epsilon", 1e-5);
    const scale = gain.map((value, channel) => value / Math.sqrt(variance[channel] + epsilon));
    scaled(operation, planner, scale, bias.map((value, channel) => value - mean[channel] * scale[channel]));
  },
};

/** x where x > 0, else slope·x, with one slope or one a channel: `PRelu` and `LeakyRelu`. */
export const prelu: Operator = {
  shape: sameShape,
  need: () => ({ ...plainNeed, vectors: true }),
  lower(operation, planner) {
    checkImage(operation);
    const activation = slopesOf(operation) ?? unsupported(operation, "has neither one slope nor one a channel");
    const channels = activation.length;
    scaled({ ...operation, epilogue: { activation } }, planner, new Float32Array(channels).fill(1), new Float32Array(channels));
  },
};

/** One slope for each channel of the result; undefined where they do not lie so. */
export function slopesOf(operation: Operation): Float32Array | undefined {
  const { output, attributes, inputs } = operation;
  const [, channels = 1] = output.shape;
  if (operation.operator === "LeakyRelu") return new Float32Array(channels).fill(float(attributes, "alpha", 0.01));
  const slope = inputs[1];
  if (!isConstant(slope) || !(slope.values instanceof Float32Array)) return undefined;
  if (slope.values.length === 1) return new Float32Array(channels).fill(slope.values[0]);
  return slope.values.length === channels && slope.shape.at(1 - output.shape.length) === channels ? slope.values : undefined;
}
