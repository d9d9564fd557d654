import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { binaryCrossEntropy, binaryCrossEntropyWithLogits, crossEntropy, meanSquaredError, oneHot } from "@fmpn/graph/training";
import { awayFrom, checkGradient, type GradientCase } from "./gradient-check.js";

const tensor = (tensors: Readonly<Record<string, g.Tensor>>, name: string): g.Tensor => {
  const found = tensors[name];
  if (found === undefined) throw new Error(`no tensor ${name}`);
  return found;
};
/** A case of one input x. */
const unary = (shapes: readonly g.Shape[], build: (x: g.Tensor) => g.Tensor, more: Partial<GradientCase> = {}): GradientCase[] =>
  shapes.map((shape) => ({ inputs: { x: shape }, build: (t) => build(tensor(t, "x")), ...more }));
/** A case of inputs a and b. */
const binary = (shapes: readonly (readonly [g.Shape, g.Shape])[], build: (a: g.Tensor, b: g.Tensor) => g.Tensor, more: Partial<GradientCase> = {}): GradientCase[] =>
  shapes.map(([a, b]) => ({ inputs: { a, b }, build: (t) => build(tensor(t, "a"), tensor(t, "b")), ...more }));

const images: g.Shape[] = [[2, 3, 5, 7], [1, 1, 4, 4], [3, 2, 1, 9]];
const pairs: (readonly [g.Shape, g.Shape])[] = [[[2, 3, 5, 7], [2, 3, 5, 7]], [[2, 3, 5, 7], [3, 1, 1]], [[4, 1], [1, 5]], [[3, 7], []]];
const positive = (normal: number): number => 0.5 + Math.abs(normal);

/** A convolution of x by w, sizes given as [n, c, h, w], [o, kh, kw]. */
const convolutions = (cases: readonly (readonly [g.Shape, g.Shape, op.ConvolutionOptions, boolean])[]): GradientCase[] =>
  cases.map(([x, w, options, bias]) => ({
    inputs: { x, w, ...(bias ? { b: [w[0] ?? 1] } : {}) },
    build: (t) => op.convolution(tensor(t, "x"), tensor(t, "w"), { ...options, ...(bias ? { bias: tensor(t, "b") } : {}) }),
  }));
const transposedConvolutions = (cases: readonly (readonly [g.Shape, g.Shape, op.TransposedConvolutionOptions, boolean])[]): GradientCase[] =>
  cases.map(([x, w, options, bias]) => ({
    inputs: { x, w, ...(bias ? { b: [(w[1] ?? 1) * (options.groups ?? 1)] } : {}) },
    build: (t) => op.transposedConvolution(tensor(t, "x"), tensor(t, "w"), { ...options, ...(bias ? { bias: tensor(t, "b") } : {}) }),
  }));

const cases: Record<string, GradientCase[]> = {
  add: binary(pairs, op.add),
  subtract: binary(pairs, op.subtract),
  multiply: binary(pairs, op.multiply),
  divide: binary(pairs, op.divide, { value: (normal, name) => (name === "b" ? positive(normal) : normal) }),
  negate: unary(images, op.negate),
  exponential: unary(images, op.exponential),
  logarithm: unary(images, op.logarithm, { value: positive }),
  squareRoot: unary(images, op.squareRoot, { value: positive }),
  square: unary(images, op.square),
  absolute: unary(images, op.absolute, { value: awayFrom([0]) }),
  sum: [...unary(images, (x) => op.sum(x)), ...unary(images, (x) => op.sum(x, { axes: [1, 3], keep: true }))],
  mean: [...unary(images, (x) => op.mean(x, { axes: [-1] })), ...unary(images, (x) => op.mean(x, { axes: [0, 2] }))],
  sumOfSquares: unary(images, (x) => op.sumOfSquares(x, { axes: [2] })),
  expand: unary([[3, 1, 1], [1, 1]], (x) => op.expand(x, [2, 3, 4, 5])),
  reshape: unary(images, (x) => op.flatten(x)),
  transpose: unary(images, (x) => op.transpose(x, [2, 0, 3, 1])),
  slice: [
    ...unary([[2, 5, 7]], (x) => op.slice(x, [{ axis: 1, start: 1, end: 4 }])),
    ...unary([[2, 5, 7]], (x) => op.slice(x, [{ axis: -1, start: 1, end: 7, step: 3 }, { axis: 1, start: 0, end: 5, step: 2 }])),
    ...unary([[9]], (x) => op.slice(x, [{ axis: 0, start: 2, end: 8, step: 2 }])),
  ],
  pad: unary([[2, 3], [1, 5]], (x) => op.pad(x, [{ before: 1, after: 0 }, { before: 2, after: 3 }], 0.5)),
  concatenate: binary([[[2, 3, 4], [2, 1, 4]], [[1, 2, 1], [1, 5, 1]]], (a, b) => op.concatenate([a, b, a], 1)),
  select: binary([[[2, 3], [2, 3]], [[4, 1], [1, 5]]], (a, b) => op.select(op.greater(a, b), op.multiply(a, 2), b), { value: (normal, name) => normal + (name === "a" ? 0.3 : 0) }),
  matmul: binary([[[3, 5], [5, 2]], [[2, 3, 5], [5, 7]], [[2, 1, 3, 4], [1, 3, 4, 2]]], op.matmul),
  linear: [
    { inputs: { x: [3, 5], w: [4, 5], b: [4] }, build: (t) => op.linear(tensor(t, "x"), tensor(t, "w"), tensor(t, "b")) },
    { inputs: { x: [1, 7], w: [3, 7] }, build: (t) => op.linear(tensor(t, "x"), tensor(t, "w")) },
  ],
  relu: unary(images, op.relu, { value: awayFrom([0]) }),
  relu6: unary(images, op.relu6, { value: (normal) => awayFrom([0, 6])(4 * normal) }),
  leakyRelu: unary(images, (x) => op.leakyRelu(x, 0.2), { value: awayFrom([0]) }),
  prelu: [
    ...binary([[[2, 3, 5, 7], [1]], [[2, 3, 5, 7], [3]], [[4, 5], [5]]], op.prelu, { value: awayFrom([0]) }),
  ],
  sigmoid: unary(images, op.sigmoid),
  hardSigmoid: unary(images, op.hardSigmoid, { value: (normal) => awayFrom([-3, 3])(3 * normal) }),
  tanh: unary(images, op.tanh),
  silu: unary(images, op.silu),
  hardSwish: unary(images, op.hardSwish, { value: (normal) => awayFrom([-3, 3])(3 * normal) }),
  softmax: [...unary([[3, 7], [2, 3, 5]], (x) => op.softmax(x)), ...unary(images, (x) => op.softmax(x, 1))],
  logSoftmax: unary([[3, 7], [2, 3, 5]], (x) => op.logSoftmax(x)),
  convolution: convolutions([
    [[2, 3, 7, 5], [4, 3, 3, 3], { padding: 1 }, true],
    [[2, 3, 8, 9], [4, 3, 4, 4], { padding: 1, stride: 2 }, false],
    [[1, 2, 9, 7], [3, 2, 7, 7], { padding: 3 }, true],
    [[2, 4, 7, 7], [6, 2, 3, 3], { padding: 1, groups: 2, stride: 2 }, true],
    [[2, 5, 6, 7], [5, 1, 3, 3], { padding: 1, groups: 5 }, true],
    [[2, 5, 7, 7], [5, 1, 5, 5], { padding: 2, groups: 5, stride: 2 }, false],
    [[1, 3, 7, 6], [6, 1, 3, 3], { padding: 1, groups: 3 }, false],
    [[2, 3, 9, 9], [2, 3, 3, 3], { dilation: 2 }, true],
    [[2, 3, 9, 8], [2, 3, 3, 2], { dilation: [2, 3], stride: [2, 1], padding: [2, 1] }, false],
    [[2, 6, 5, 5], [4, 6, 1, 1], {}, true],
    [[2, 6, 5, 5], [4, 6, 1, 1], { stride: 2 }, false],
    [[2, 2, 6, 6], [3, 2, 1, 7], { padding: [0, 3] }, false],
    [[2, 16, 6, 6], [8, 16, 3, 3], { padding: 1 }, true],
    [[1, 8, 7, 7], [16, 8, 3, 3], { padding: 1, stride: 2 }, true],
    [[1, 3, 4, 4], [2, 3, 1, 1], { padding: 1 }, false],
  ]),
  transposedConvolution: transposedConvolutions([
    [[2, 3, 4, 5], [3, 2, 4, 4], { stride: 2, padding: 1 }, false],
    [[2, 3, 4, 5], [3, 2, 4, 4], { stride: 2, padding: 1, outputPadding: 1 }, true],
    [[1, 4, 3, 3], [4, 2, 3, 3], { stride: 2, padding: 1, groups: 2, outputPadding: [1, 0] }, true],
    [[2, 3, 5, 4], [3, 4, 3, 3], { padding: 1 }, true],
    [[1, 2, 4, 4], [2, 3, 3, 3], { dilation: 2, stride: 3, padding: 2 }, false],
    [[1, 16, 4, 4], [16, 8, 4, 4], { stride: 2, padding: 1 }, false],
  ]),
  batchNorm: ([[3, 4, 5, 5], [2, 3, 1, 7], [5, 3]] as g.Shape[]).map((x): GradientCase => ({
    inputs: { x, scale: [x[1] ?? 1], shift: [x[1] ?? 1] },
    build: (t) => op.batchNorm(tensor(t, "x"), tensor(t, "scale"), tensor(t, "shift")).y,
  })),
  batchNormInference: ([[3, 4, 5, 5], [5, 3]] as g.Shape[]).map((x): GradientCase => {
    const channels = x[1] ?? 1;
    const [mean, variance] = [0.3, 1.7].map((value) => g.filled(value, [channels])) as [g.Tensor, g.Tensor];
    return {
      inputs: { x, scale: [channels], shift: [channels] },
      build: (t) => op.batchNormInference(tensor(t, "x"), tensor(t, "scale"), tensor(t, "shift"), mean, variance),
    };
  }),
  instanceNorm: unary([[2, 3, 5, 7], [1, 4, 3, 3]], (x) => op.instanceNorm(x).y),
  maxPool: [
    ...unary([[2, 3, 8, 6], [1, 1, 5, 7]], (x) => op.maxPool(x, { kernel: 2 })),
    ...unary([[2, 3, 7, 9], [1, 2, 8, 8]], (x) => op.maxPool(x, { kernel: 3, stride: 2, padding: 1 })),
    ...unary([[2, 2, 7, 7]], (x) => op.maxPool(x, { kernel: 3, stride: 1, padding: 1 })),
  ].map((c) => ({ ...c, step: 1e-3 })),
  averagePool: [
    ...unary([[2, 3, 8, 6], [1, 1, 5, 7]], (x) => op.averagePool(x, { kernel: 2 })),
    ...unary([[2, 3, 7, 9]], (x) => op.averagePool(x, { kernel: 3, stride: 2, padding: 1 })),
    ...unary([[2, 3, 7, 9], [1, 2, 5, 5]], (x) => op.averagePool(x, { kernel: 3, stride: 1, padding: 1, countPadding: false })),
  ],
  globalAveragePool: unary(images, op.globalAveragePool),
  resize: [
    ...unary([[2, 3, 5, 7], [1, 1, 4, 4]], (x) => op.resize(x, [9, 11])),
    ...unary([[2, 3, 8, 7]], (x) => op.resize(x, [3, 4])),
    ...unary([[2, 3, 5, 7]], (x) => op.resize(x, [9, 11], { alignCorners: true })),
    ...unary([[2, 3, 5, 7]], (x) => op.resize(x, [10, 14], { mode: "nearest" })),
    ...unary([[1, 2, 9, 5]], (x) => op.resize(x, [4, 3], { mode: "nearest" })),
  ],
  dropout: unary([[3, 8], [2, 3, 5, 7]], (x) => op.dropout(x, g.constant(op.dropoutMask(g.sizeOf(x.shape), 0.4, 1, "d", 0), x.shape))),
  meanSquaredError: unary([[2, 1, 5, 7], [3, 3]], (x) => meanSquaredError(x, g.filled(0.3, x.shape))),
  crossEntropy: [
    ...unary([[3, 7], [5, 2]], (x) => crossEntropy(x, oneHotRows(x.shape))),
    ...unary([[4, 3]], (x) => crossEntropy(x, oneHotRows(x.shape), { classWeights: [1, 2, 0.5], labelSmoothing: 0.1 })),
    ...unary([[3, 4]], (x) => crossEntropy(x, g.filled(0.25, x.shape))),
  ],
  binaryCrossEntropyWithLogits: unary([[3, 5], [2, 1, 4, 4]], (x) => binaryCrossEntropyWithLogits(x, g.filled(0.3, x.shape))),
  binaryCrossEntropy: unary([[3, 5]], (x) => binaryCrossEntropy(x, g.filled(0.3, x.shape)), { value: (normal) => 0.5 + 0.3 * Math.tanh(normal), step: 1e-3 }),
};

function oneHotRows([rows = 1, classes = 1]: g.Shape): g.Tensor {
  return g.constant(oneHot(Array.from({ length: rows }, (_, row) => (row * 3) % classes), classes), [rows, classes]);
}

for (const [name, list] of Object.entries(cases)) {
  test(`gradient of ${name} agrees with central differences`, async () => {
    for (const one of list) await checkGradient(one);
  });
}
