import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { openSession, ProviderError, UnsupportedOperatorError } from "@fmpn/graph/inference";
import { exportInference, type WeightStorage } from "@fmpn/graph/onnx";
import { chooseStyle, hasRelaxedSimd } from "#src/wasm/compile-kernels.js";
import { openSimdSession, readSimdModel } from "#src/wasm/session.js";
import * as plain from "./plain.js";
import { distance, type Given, integers, modelOf, randomTensor, runModel, stored, styles } from "./run-node.js";

const nn = g.layers;

/** Every kind of layer that exports hold, with residual sums, PReLUs and branches that are used twice. */
function sampleNetwork(): { bytes: (storage: WeightStorage) => Uint8Array; shape: readonly number[] } {
  const network = g.createNetwork({ training: false });
  const { root } = network;
  const x = g.input("x", [2, 3, 23, 20]);
  const conv = (name: string, from: g.Tensor, options: Parameters<typeof nn.convolution>[2]): g.Tensor =>
    nn.batchNorm(root.at(name).at("bn"), nn.convolution(root.at(name).at("conv"), from, options));
  const prelu = (name: string, from: g.Tensor): g.Tensor => nn.prelu(root.at(name).at("prelu"), from, { slopes: from.shape[1] ?? 1 });
  const a = prelu("a", conv("a", x, { filters: 20, kernel: 3, padding: 1, bias: false }));
  const b = prelu("b", op.add(a, conv("b", a, { filters: 20, kernel: 3, padding: 1, groups: 20, bias: false })));
  const c = op.relu(op.add(conv("c", b, { filters: 20, kernel: 3, padding: 2, dilation: 2 }), b));
  const pooled = op.concatenate([op.maxPool(c, { kernel: 3, stride: 2, padding: 1 }), op.averagePool(c, { kernel: 3, stride: 2, padding: 1 })], 1);
  const up = op.relu(nn.transposedConvolution(root.at("up"), pooled, { filters: 9, kernel: 4, stride: 2, padding: 1 }));
  const mask = op.sigmoid(op.resize(nn.convolution(root.at("mask"), up, { filters: 1, kernel: 5, padding: 2 }), [23, 20]));
  const seen = nn.squeezeExcite(root.at("se"), op.multiply(c, mask), { squeeze: 6 });
  const grouped = op.silu(conv("d", seen, { filters: 12, kernel: 3, stride: 2, groups: 4 }));
  const logits = nn.linear(root.at("fc"), op.flatten(op.globalAveragePool(grouped)), { units: 7 });
  const flat = nn.linear(root.at("flat"), op.flatten(op.maxPool(mask, { kernel: 4 })), { units: 3 });
  const state = g.initialize(network, 4);
  // Numbers that every engine computes alike: in the initialisers' logarithms they differ.
  for (const [name, values] of state) {
    const [low, span] = /running_var|prelu|bn\.weight/.test(name) ? [0.25, 1] : /bias|mean/.test(name) ? [-0.5, 1] : [-0.25, 0.5];
    values.forEach((_, at) => (values[at] = low + (span * ((at * 7919 + name.length) % 257)) / 256));
  }
  const outputs = { probabilities: op.softmax(logits), mask, flat };
  return { bytes: (storage) => exportInference({ network, outputs, state, storage }), shape: x.shape };
}

const sample = sampleNetwork();
const feeds = { x: plain.make(sample.shape, (n, c, y, x) => ((((n * 3 + c) * 23 + y) * 20 + x) * 7919 % 1000) / 500 - 1) };

test("a network of all kinds of layers answers as ONNX Runtime does, in every storage and style", async () => {
  for (const storage of ["float32", "float16", "int8"] as const) {
    const bytes = sample.bytes(storage);
    const runtime = await openSession(bytes, { provider: "cpu", threads: 1 });
    const expected = await runtime.run(feeds);
    await runtime.close();
    for (const style of styles) {
      const session = await openSimdSession(readSimdModel(bytes), { style });
      assert.deepEqual([session.provider, session.inputNames, session.outputNames], ["simd", ["x"], ["probabilities", "mask", "flat"]]);
      const found = await session.run(feeds);
      for (const [name, tensor] of Object.entries(expected)) {
        const far = distance(found[name] as plain.Plain, tensor as plain.Plain);
        assert.ok(far < 1e-5, `${name} in ${storage}, ${JSON.stringify(style)}: ${far}`);
      }
    }
  }
});

test("where it is asked for, weights in 8 bits are multiplied as whole numbers, less exactly", async () => {
  const bytes = sample.bytes("int8");
  for (const style of styles) {
    const exact = await (await openSimdSession(readSimdModel(bytes), { style })).run(feeds);
    const found = await (await openSimdSession(readSimdModel(bytes), { style, wholeNumbers: true })).run(feeds);
    for (const [name, tensor] of Object.entries(exact)) {
      const far = distance(found[name] as plain.Plain, tensor as plain.Plain);
      assert.ok(far > 0 && far < 3e-4, `${name}, ${JSON.stringify(style)}: ${far}`);
    }
    const floats = readSimdModel(sample.bytes("float32"));
    assert.deepEqual(await (await openSimdSession(floats, { style, wholeNumbers: true })).run(feeds), await (await openSimdSession(floats, { style })).run(feeds), "nothing is stored in 8 bits");
  }
});

test("plain SIMD gives the same bits in every engine, however values are loaded", async () => {
  const cases = [
    { storage: "float32", wholeNumbers: false, expected: "8b96c79abc50c576" },
    { storage: "int8", wholeNumbers: false, expected: "b21e0b637dd26530" },
    { storage: "int8", wholeNumbers: true, expected: "8f464118b73addcf" },
  ] as const;
  for (const [style, { storage, wholeNumbers, expected }] of styles.filter(({ relaxed }) => !relaxed).flatMap((style) => cases.map((one) => [style, one] as const))) {
    const session = await openSimdSession(readSimdModel(sample.bytes(storage)), { style, wholeNumbers });
    const results = await session.run(feeds);
    const hash = createHash("sha256");
    for (const { data } of Object.values(results)) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    assert.equal(hash.digest("hex").slice(0, 16), expected, `${storage} ${JSON.stringify({ ...style, wholeNumbers })}`);
  }
});

test("relaxed SIMD is taken where the engine has it, and no number that is none stays behind from the run before", async () => {
  assert.equal(chooseStyle(false).relaxed, hasRelaxedSimd());
  assert.equal(chooseStyle(true).relaxed, false, "whole numbers give the same bits everywhere");
  const session = await openSession(sample.bytes("float32"), { provider: "simd" });
  const first = await session.run(feeds);
  const broken = await session.run({ x: { shape: sample.shape, data: new Float32Array(g.sizeOf(sample.shape)).fill(Number.NaN) } });
  assert.ok((broken.probabilities.data as Float32Array).every(Number.isNaN), "what is no number shows");
  assert.deepEqual(await session.run(feeds), first);
});

test("inputs of several sizes: a run is planned for each, weights lie in memory once", async () => {
  const w = randomTensor([8, 3, 3, 3], "w");
  const given: Given[] = [randomTensor([1, 3, 9, 7], "x"), stored(w), stored(randomTensor([8], "b"))];
  const open = modelOf([{ operator: "Conv", inputs: ["x0", "x1", "x2"], attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] } }], given, [1, 8, 9, 7], { x0: { 0: "batch", 2: "height", 3: "width" } });
  const session = await openSimdSession(readSimdModel(open));
  for (const shape of [[1, 3, 9, 7], [3, 3, 16, 31], [1, 3, 9, 7], [1, 3, 40, 3]]) {
    const x = randomTensor(shape, shape.join());
    const expected = plain.convolution(x, w, given[2] as plain.Plain, { stride: [1, 1], dilation: [1, 1], pads: [1, 1, 1, 1], groups: 1 });
    const { y } = await session.run({ x0: x });
    assert.ok(distance(y as plain.Plain, expected) < 1e-6, shape.join("×"));
  }
  await assert.rejects(session.run({ x0: randomTensor([1, 4, 9, 7], "x") }), /input "x0" is 1×4×9×7, the graph takes batch×3×height×width/);
});

test("a graph with an operator that has no kernel is refused by a named error, with what to do", async () => {
  const given: Given[] = [randomTensor([1, 4], "x")];
  const model = modelOf([{ operator: "Erf", inputs: ["x0"] }, { operator: "Mish", inputs: ["h0"] }], given, [1, 4]);
  await assert.rejects(openSession(model, { provider: "simd" }), (error: unknown) => {
    assert.ok(error instanceof UnsupportedOperatorError && error instanceof ProviderError);
    assert.equal(error.operator, "Erf");
    assert.match(error.message, /Erf \(and Mish\) has no kernel.*choose "cpu" or "wasm"/);
    return true;
  });
  const cases: [string, Given[], Record<string, string | number | readonly number[]>, RegExp][] = [
    ["Conv", [randomTensor([1, 4, 9], "x"), stored(randomTensor([2, 4, 3], "w"))], {}, /1 axes of space/],
    ["Conv", [randomTensor([1, 4, 9, 9], "x"), randomTensor([2, 4, 3, 3], "w")], {}, /Conv \(which makes "y"\) computes its input 1 in the run/],
    ["Resize", [randomTensor([1, 4, 3, 3], "x"), integers(), integers(), integers(1, 4, 6, 6)], { mode: "cubic" }, /interpolates by cubic/],
    ["ReduceMean", [randomTensor([1, 4, 3, 3], "x"), integers(1)], {}, /goes over the axes 1/],
  ];
  for (const [operator, inputs, attributes, expected] of cases) {
    const bytes = modelOf([{ operator, attributes, inputs: inputs.map((_, index) => `x${index}`) }], inputs, [1]);
    await assert.rejects(async () => await openSimdSession(readSimdModel(bytes)), (error: unknown) => error instanceof UnsupportedOperatorError && expected.test(error.message), String(expected));
  }
});

test("what is fed wrongly is named; a closed session does not run", async () => {
  const given: Given[] = [randomTensor([1, 4], "x")];
  const session = await openSimdSession(readSimdModel(modelOf([{ operator: "Relu", inputs: ["x0"] }], given, [1, 4])));
  await assert.rejects(session.run({}), /the graph's input "x0" is not fed/);
  await assert.rejects(session.run({ x0: { shape: [1, 4], data: new Float32Array(3) } }), /input "x0" has 3 values, its shape 1×4 wants 4/);
  await assert.rejects(session.run({ x0: { shape: [4], data: new Float32Array(4) } }), /input "x0" is 4, the graph takes 1×4/);
  await assert.rejects(session.run({ x0: { shape: [1, 4], data: new Int32Array(4), type: "int32" } }), /input "x0" is int32, the graph takes float32/);
  await session.close();
  await assert.rejects(session.run({ x0: { shape: [1, 4], data: new Float32Array(4) } }), /the session is closed/);
});

test("shapes that a graph computes from its inputs' shapes are known before it runs", async () => {
  const x = randomTensor([1, 2, 3, 5], "x");
  const given: Given[] = [x, integers(0), integers(-1), { shape: [], integers: [3] }];
  const nodes = [
    { operator: "Shape", inputs: ["x0"] },
    { operator: "Gather", inputs: ["h0", "x3"] },
    { operator: "Unsqueeze", inputs: ["h1", "x1"] },
    { operator: "Concat", inputs: ["x2", "h2"], attributes: { axis: 0 } },
    { operator: "Reshape", inputs: ["x0", "h3"] },
  ];
  const found = await runModel(modelOf(nodes, given, [6, 5]), given, styles[0]);
  assert.deepEqual(found, { shape: [6, 5], data: x.data });
});
