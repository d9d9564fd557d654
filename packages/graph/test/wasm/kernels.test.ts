import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, type Random } from "@fmpn/graph";
import * as plain from "./plain.js";
import { type Attributes, distance, inEightBits, type Given, integers, modelOf, randomTensor, runModel, runNode, stored, styles } from "./run-node.js";

/** Does a check with many shapes drawn from a name, on kernels of every style. */
function manyShapes(name: string, rounds: number, check: (random: Random, key: string, style: (typeof styles)[number]) => Promise<void>): void {
  test(name, async () => {
    for (const style of styles) {
      const random = createRandom(11, name);
      for (let round = 0; round < rounds; round += 1) await check(random, `${name} ${round}`, style);
    }
  });
}

const from = (random: Random, low: number, high: number): number => low + random.integer(high - low + 1);
const oneOf = <T>(random: Random, choices: readonly T[]): T => choices[random.integer(choices.length)];

async function compare(operator: string, given: readonly Given[], attributes: Attributes, expected: plain.Plain, style: (typeof styles)[number], bound = 2e-6): Promise<void> {
  const found = await runNode(operator, given, attributes, expected.shape, style);
  const far = distance(found, expected);
  assert.ok(far < bound, `${operator} of ${given.map(({ shape }) => shape.join("×")).join(", ")} with ${JSON.stringify(attributes)} in ${JSON.stringify(style)}: ${far}`);
}

manyShapes("convolutions: groups, strides, dilations, padding, batches", 60, async (random, key, style) => {
  const groups = oneOf(random, [1, 1, 1, 2, 3, 4, 8]);
  const inputs = from(random, 1, oneOf(random, [1, 4, 9]));
  const outputs = oneOf(random, [1, inputs, from(random, 1, 10)]);
  const [kh, kw] = [from(random, 1, 4), from(random, 1, 4)];
  const dilation = [from(random, 1, 3), from(random, 1, 3)] as const;
  const pads = [from(random, 0, 3), from(random, 0, 3), from(random, 0, 3), from(random, 0, 3)] as const;
  const stride = [from(random, 1, 3), from(random, 1, 3)] as const;
  const size = [from(random, dilation[0] * (kh - 1) + 1, 14), from(random, dilation[1] * (kw - 1) + 1, 17)];
  const x = randomTensor([from(random, 1, 2), inputs * groups, ...size], `${key} x`);
  const w = randomTensor([outputs * groups, inputs, kh, kw], `${key} w`);
  const bias = randomTensor([outputs * groups], `${key} b`);
  const expected = plain.convolution(x, w, bias, { stride, dilation, pads, groups });
  await compare("Conv", [x, stored(w), stored(bias)], { kernel_shape: [kh, kw], strides: stride, dilations: dilation, pads, group: groups }, expected, style);
});

manyShapes("depthwise convolutions", 30, async (random, key, style) => {
  const channels = from(random, 2, 21);
  const [kh, kw] = [from(random, 1, 5), from(random, 1, 5)];
  const pads = [from(random, 0, 2), from(random, 0, 2), from(random, 0, 2), from(random, 0, 2)] as const;
  const stride = [from(random, 1, 2), from(random, 1, 2)] as const;
  const x = randomTensor([1, channels, from(random, kh, 13), from(random, kw, 13)], `${key} x`);
  const w = randomTensor([channels, 1, kh, kw], `${key} w`);
  const bias = randomTensor([channels], `${key} b`);
  const expected = plain.convolution(x, w, bias, { stride, dilation: [1, 1], pads, groups: channels });
  await compare("Conv", [x, stored(w), stored(bias)], { kernel_shape: [kh, kw], strides: stride, pads, group: channels }, expected, style);
});

manyShapes("convolutions of weights in 8 bits, widened and in whole numbers", 30, async (random, key, style) => {
  const [inputs, outputs] = [4 * from(random, 1, 40), from(random, 1, 40)];
  const [kh, kw] = [from(random, 1, 3), from(random, 1, 3)];
  const [stride, pads] = [[from(random, 1, 2), 1], [1, 0, 1, 1]] as [readonly [number, number], readonly [number, number, number, number]];
  const x = randomTensor([from(random, 1, 2), inputs, from(random, kh, 9), from(random, kw, 9)], `${key} x`);
  const whole: plain.Plain = { shape: [outputs, inputs, kh, kw], data: randomTensor([outputs, inputs, kh, kw], `${key} w`, 40).data.map((value) => Math.max(-127, Math.min(127, Math.round(value)))) };
  const scales = randomTensor([outputs], `${key} scales`, 0.01);
  const bias = randomTensor([outputs], `${key} b`);
  const w = plain.binary(whole, { shape: [outputs, 1, 1, 1], data: scales.data }, whole.shape, (value, scale) => value * scale);
  const expected = plain.convolution(x, w, bias, { stride, dilation: [1, 1], pads, groups: 1 });
  const given: Given[] = [x, inEightBits(whole), stored(scales), stored(bias)];
  const nodes = [
    { operator: "DequantizeLinear", inputs: ["x1", "x2"], attributes: { axis: 0 } },
    { operator: "Conv", inputs: ["x0", "h0", "x3"], attributes: { strides: stride, pads } },
  ];
  // Scales of the channels that come in are widened.
  const inwards = randomTensor([inputs], `${key} inwards`, 0.01);
  const widened = plain.binary(whole, { shape: [1, inputs, 1, 1], data: inwards.data }, whole.shape, (value, scale) => value * scale);
  const otherwise = [{ operator: "DequantizeLinear", inputs: ["x1", "x2"], attributes: { axis: 1 } }, ...nodes.slice(1)];
  const found = await runModel(modelOf(otherwise, [x, inEightBits(whole), stored(inwards), stored(bias)], expected.shape), given, style, true);
  const inwardsFar = distance(found, plain.convolution(x, widened, bias, { stride, dilation: [1, 1], pads, groups: 1 }));
  assert.ok(inwardsFar < 1e-5, `scales of ${inputs} inputs: ${inwardsFar}`);
  for (const [wholeNumbers, bound] of [[false, 1e-6], [true, 1e-4]] as const) {
    const far = distance(await runModel(modelOf(nodes, given, expected.shape), given, style, wholeNumbers), expected);
    assert.ok(far < bound, `${x.shape.join("×")} by ${w.shape.join("×")} in ${JSON.stringify({ ...style, wholeNumbers })}: ${far}`);
  }
});

manyShapes("transposed convolutions: every stride, also above the kernel", 40, async (random, key, style) => {
  const groups = oneOf(random, [1, 1, 2, 3]);
  const [inputs, outputs] = [from(random, 1, 6), from(random, 1, 9)];
  const [kh, kw] = [from(random, 1, 5), from(random, 1, 4)];
  const stride = [from(random, 1, 3), from(random, 1, 3)] as const;
  const dilation = [oneOf(random, [1, 1, 2]), oneOf(random, [1, 1, 2])] as const;
  const pads = [from(random, 0, kh - 1), from(random, 0, kw - 1), from(random, 0, kh - 1), from(random, 0, kw - 1)] as const;
  const added = [from(random, 0, stride[0] - 1), from(random, 0, stride[1] - 1)] as const;
  const x = randomTensor([from(random, 1, 2), inputs * groups, from(random, 4, 8), from(random, 5, 8)], `${key} x`);
  const w = randomTensor([inputs * groups, outputs, kh, kw], `${key} w`);
  const bias = randomTensor([outputs * groups], `${key} b`);
  const expected = plain.transposedConvolution(x, w, bias, { stride, dilation, pads, groups }, added);
  const attributes = { kernel_shape: [kh, kw], strides: stride, dilations: dilation, pads, group: groups, output_padding: added };
  await compare("ConvTranspose", [x, stored(w), stored(bias)], attributes, expected, style);
});

manyShapes("pooling, padded and not, counting padding or not", 40, async (random, key, style) => {
  const kernel = [from(random, 1, 4), from(random, 1, 4)] as const;
  const pads = [from(random, 0, kernel[0] - 1), from(random, 0, kernel[1] - 1), from(random, 0, kernel[0] - 1), from(random, 0, kernel[1] - 1)] as const;
  const stride = [from(random, 1, 3), from(random, 1, 3)] as const;
  const window = { stride, pads, dilation: [1, 1] as const, groups: 1 };
  const x = randomTensor([from(random, 1, 2), from(random, 1, 13), from(random, 4, 9), from(random, 4, 9)], `${key} x`);
  const attributes = { kernel_shape: kernel, strides: stride, pads };
  const inside = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  await compare("MaxPool", [x], attributes, plain.pooling(x, kernel, window, (values) => Math.max(...inside(values))), style);
  const mean = plain.pooling(x, kernel, window, (values) => sum(inside(values)) / inside(values).length);
  await compare("AveragePool", [x], attributes, mean, style);
  const padded = plain.pooling(x, kernel, window, (values) => sum(inside(values)) / values.length);
  await compare("AveragePool", [x], { ...attributes, count_include_pad: 1 }, padded, style);
});

manyShapes("means and greatest values of whole images", 10, async (random, key, style) => {
  const x = randomTensor([2, from(random, 1, 11), from(random, 1, 7), from(random, 1, 7)], key);
  const whole = [x.shape[2], x.shape[3]] as const;
  const window = { stride: [1, 1], pads: [0, 0, 0, 0], dilation: [1, 1], groups: 1 } as const;
  const mean = plain.pooling(x, whole, window, (values) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length);
  await compare("GlobalAveragePool", [x], {}, mean, style);
  await compare("ReduceMean", [x, integers(-1, 2)], { keepdims: 0 }, { ...mean, shape: mean.shape.slice(0, 2) }, style);
  await compare("GlobalMaxPool", [x], {}, plain.pooling(x, whole, window, (values) => Math.max(...values.map((value) => value ?? 0))), style);
});

manyShapes("resizing: linear and to the nearest, up and down", 20, async (random, key, style) => {
  const x = randomTensor([from(random, 1, 2), from(random, 1, 9), from(random, 1, 9), from(random, 1, 9)], key);
  const size = [from(random, 1, 20), from(random, 1, 20)] as const;
  const target: Given[] = [x, integers(), integers(), integers(x.shape[0], x.shape[1], ...size)];
  await compare("Resize", target, { mode: "linear", coordinate_transformation_mode: "half_pixel" }, plain.resize(x, size, "linear"), style);
  const nearest = { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" };
  await compare("Resize", target, nearest, plain.resize(x, size, "nearest"), style);
});

const unaries: Readonly<Record<string, [(value: number) => number, Attributes]>> = {
  Relu: [(x) => Math.max(x, 0), {}],
  Sigmoid: [(x) => 1 / (1 + Math.exp(-x)), {}],
  Tanh: [Math.tanh, {}],
  Exp: [Math.exp, {}],
  Sqrt: [Math.sqrt, {}],
  Abs: [Math.abs, {}],
  Neg: [(x) => -x, {}],
  Clip: [(x) => Math.min(0.5, Math.max(-0.25, x)), { min: { float: -0.25 }, max: { float: 0.5 } }],
  HardSigmoid: [(x) => Math.min(1, Math.max(0, 0.25 * x + 0.5)), { alpha: { float: 0.25 }, beta: { float: 0.5 } }],
  LeakyRelu: [(x) => (x > 0 ? x : 0.125 * x), { alpha: { float: 0.125 } }],
};

manyShapes("functions of one value", 4, async (random, key, style) => {
  for (const [operator, [compute, attributes]] of Object.entries(unaries)) {
    const rank = operator === "LeakyRelu" ? 4 : from(random, 1, 5);
    const drawn = randomTensor(Array.from({ length: rank }, () => from(random, 1, 7)), `${key} ${operator}`, 2);
    const x = operator === "Sqrt" ? plain.unary(drawn, Math.abs) : drawn;
    await compare(operator, [x], attributes, plain.unary(x, compute), style);
  }
});

const binaries: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Min: Math.min,
  Max: Math.max,
};

manyShapes("functions of two values, repeated along any axes, given or stored", 12, async (random, key, style) => {
  for (const [operator, compute] of Object.entries(binaries)) {
    const shape = Array.from({ length: from(random, 1, 5) }, () => from(random, 1, 6));
    const drawOperand = (name: string): plain.Plain => {
      const shown = shape.map((size) => (random.integer(3) === 0 ? 1 : size)).slice(random.integer(2) === 0 ? 0 : random.integer(shape.length));
      const tensor = randomTensor(shown, `${key} ${operator} ${name}`);
      return operator === "Div" ? plain.unary(tensor, (value) => value + Math.sign(value)) : tensor;
    };
    const [a, b] = [drawOperand("a"), drawOperand("b")];
    const rank = Math.max(a.shape.length, b.shape.length);
    const size = (tensor: plain.Plain, axis: number): number => tensor.shape[axis - rank + tensor.shape.length] ?? 1;
    const common = Array.from({ length: rank }, (_, axis) => Math.max(size(a, axis), size(b, axis)));
    await compare(operator, [a, random.integer(2) === 0 ? b : stored(b)], {}, plain.binary(a, b, common, compute), style);
  }
});

manyShapes("PReLU and batch norm, of four axes and of two", 8, async (random, key, style) => {
  const channels = from(random, 1, 11);
  const shape = random.integer(2) === 0 ? [2, channels, from(random, 1, 5), from(random, 1, 5)] : [from(random, 1, 5), channels];
  const x = randomTensor(shape, `${key} x`);
  const [scale, shift, mean, slope] = ["scale", "shift", "mean", "slope"].map((name) => randomTensor([channels], `${key} ${name}`));
  const variance = plain.unary(randomTensor([channels], `${key} variance`), (value) => value * value + 0.5);
  const ofChannel = (tensor: plain.Plain): plain.Plain => ({ ...tensor, shape: [channels, ...shape.slice(2).map(() => 1)] });
  const expected = plain.make(shape, (...place) => {
    const [, c] = place;
    return ((plain.repeated(x, place) - mean.data[c]) / Math.sqrt(variance.data[c] + 0.001)) * scale.data[c] + shift.data[c];
  });
  await compare("BatchNormalization", [x, ...[scale, shift, mean, variance].map(stored)], { epsilon: { float: 0.001 } }, expected, style);
  const rectified = plain.binary(x, ofChannel(slope), shape, (value, factor) => (value > 0 ? value : value * factor));
  await compare("PRelu", [x, stored(ofChannel(slope))], {}, rectified, style);
});

manyShapes("linear layers", 12, async (random, key, style) => {
  const [rows, inputs, outputs] = [from(random, 1, 9), from(random, 1, 30), from(random, 1, 20)];
  const x = randomTensor([rows, inputs], `${key} x`);
  const w = randomTensor([inputs, outputs], `${key} w`);
  const bias = randomTensor([outputs], `${key} b`);
  const product = plain.make([rows, outputs], (row, column) => {
    let sum = 0;
    for (let k = 0; k < inputs; k += 1) sum += x.data[row * inputs + k] * w.data[k * outputs + column];
    return sum;
  });
  await compare("MatMul", [x, stored(w)], {}, product, style);
  const withBias = plain.binary(product, bias, product.shape, (a, b) => a + b);
  await compare("Gemm", [x, stored(plain.transpose(w, [1, 0])), stored(bias)], { transB: 1 }, withBias, style);
});

manyShapes("softmax along every axis", 10, async (random, key, style) => {
  const x = randomTensor(Array.from({ length: from(random, 1, 3) }, () => from(random, 1, 7)), key, 3);
  const axis = random.integer(x.shape.length);
  await compare("Softmax", [x], { axis }, plain.softmax(x, axis), style);
  const image = randomTensor([1, from(random, 2, 6), from(random, 1, 5), from(random, 1, 5)], `${key} image`);
  await compare("Softmax", [image], { axis: 1 }, plain.softmax(image, 1), style);
});

manyShapes("elements in other places: transposing, slicing, padding, joining, repeating", 12, async (random, key, style) => {
  const rank = from(random, 1, 5);
  const x = randomTensor(Array.from({ length: rank }, () => from(random, 1, 6)), `${key} x`);
  const order = x.shape.map((_, axis) => axis).sort(() => random.uniform() - 0.5);
  await compare("Transpose", [x], { perm: order }, plain.transpose(x, order), style);

  const starts = x.shape.map((size) => random.integer(size));
  const steps = x.shape.map(() => from(random, 1, 2));
  const cut = plain.make(x.shape.map((size, axis) => Math.ceil((size - starts[axis]) / steps[axis])), (...place) => plain.repeated(x, place.map((at, axis) => starts[axis] + at * steps[axis])));
  await compare("Slice", [x, integers(...starts), integers(...x.shape.map(() => Number.MAX_SAFE_INTEGER)), integers(...order.toSorted()), integers(...steps)], {}, cut, style);

  const pads = [...x.shape, ...x.shape].map(() => random.integer(3));
  const around = plain.make(x.shape.map((size, axis) => size + pads[axis] + pads[axis + rank]), (...place) => {
    const inner = place.map((at, axis) => at - pads[axis]);
    return inner.every((at, axis) => at >= 0 && at < x.shape[axis]) ? plain.repeated(x, inner) : 1.5;
  });
  await compare("Pad", [x, integers(...pads), stored({ shape: [], data: Float32Array.of(1.5) })], {}, around, style);

  const axis = random.integer(rank);
  const parts = [x, randomTensor(x.shape.with(axis, from(random, 1, 5)), `${key} second`), randomTensor(x.shape, `${key} third`)];
  await compare("Concat", [parts[0], parts[1], stored(parts[2])], { axis }, plain.concatenate(parts, axis), style);

  const wide = [2, ...x.shape.map((size) => (size === 1 ? 3 : size))];
  await compare("Expand", [x, integers(...wide)], {}, plain.binary(x, { shape: wide, data: new Float32Array(wide.reduce((a, b) => a * b, 1)) }, wide, (a) => a), style);
});

manyShapes("tensors of other shapes between operators on images", 12, async (random, key, style) => {
  const channels = from(random, 1, 9);
  const x = randomTensor([1, channels, from(random, 2, 6), from(random, 2, 6)], `${key} x`);
  const w = randomTensor([from(random, 1, 6), channels, 1, 1], `${key} w`);
  const bias = randomTensor([w.shape[0]], `${key} b`);
  const y = plain.convolution(x, w, bias, { stride: [1, 1], dilation: [1, 1], pads: [0, 0, 0, 0], groups: 1 });
  const expected = { ...plain.transpose(y, [0, 2, 3, 1]), shape: [1, x.shape[2] * x.shape[3], w.shape[0]] };
  const given: Given[] = [x, stored(w), stored(bias), integers(0, -1, w.shape[0])];
  const nodes = [
    { operator: "Conv", inputs: ["x0", "x1", "x2"] },
    { operator: "Transpose", inputs: ["h0"], attributes: { perm: [0, 2, 3, 1] } },
    { operator: "Reshape", inputs: ["h1", "x3"] },
  ];
  const found = await runModel(modelOf(nodes, given, expected.shape), given, style);
  assert.ok(distance(found, expected) < 2e-6, `${x.shape.join("×")} → ${w.shape[0]}: ${distance(found, expected)}`);
});
