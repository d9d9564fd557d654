import assert from "node:assert/strict";
import { test } from "node:test";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { openSession, type Provider } from "@fmpn/graph/inference";
import { zeros } from "@fmpn/graph/initializers";
import { exportInference } from "@fmpn/graph/onnx";
import { toOnnx } from "#src/compile.js";
import { foldBatchNorm } from "#src/export/fold-batch-norm.js";
import { removeDead } from "#src/export/remove-dead.js";
import { splitPrelu } from "#src/export/split-prelu.js";
import { decodeModel } from "#src/onnx/decode.js";
import type { OnnxModel } from "#src/onnx/model.js";

const nn = g.layers;
const x = g.input("x", [2, 3, 12, 12]);

/** Every kind of convolution before a batch norm, a shared one, one whose result is used twice, and norms of their own. */
function build(network: g.Network): Record<string, g.Tensor> {
  const { root } = network;
  const conv = (name: string, from: g.Tensor, options: Parameters<typeof nn.convolution>[2]): g.Tensor =>
    op.relu(nn.batchNorm(root.at(name).at("bn"), nn.convolution(root.at(name).at("conv"), from, options)));
  let h = conv("plain", x, { filters: 16, kernel: 3, padding: 1, bias: false });
  h = conv("biased", h, { filters: 16, kernel: 3, padding: 1, stride: 2 });
  h = conv("depthwise", h, { filters: 16, kernel: 3, padding: 1, groups: 16, bias: false });
  h = conv("grouped", h, { filters: 32, kernel: 3, padding: 1, groups: 4 });
  const up = nn.transposedConvolution(root.at("up"), h, { filters: 24, kernel: 4, stride: 2, padding: 1, groups: 2, bias: false });
  h = op.relu(nn.instanceNorm(root.at("tracked"), nn.batchNorm(root.at("upbn"), up), { trackStatistics: true }));
  h = conv("narrow", h, { filters: 8, kernel: 1, bias: false });
  const twice = nn.convolution(root.at("twice"), h, { filters: 8, kernel: 3, padding: 1 });
  h = op.add(nn.batchNorm(root.at("twicebn"), twice), twice);
  const shared = (from: g.Tensor, norm: string): g.Tensor => nn.batchNorm(root.at(norm), nn.convolution(root.at("shared"), from, { filters: 8, kernel: 3, padding: 1 }));
  h = shared(shared(h, "first"), "second");
  const logits = nn.linear(root.at("fc"), op.flatten(h), { units: 5 });
  return { probabilities: op.softmax(nn.batchNorm(root.at("last"), logits)), features: h };
}

/** Weights with running statistics as after training. */
function trainedState(network: g.Network): g.State {
  const state = g.initialize(network, 4);
  for (const [name, values] of state) {
    const random = g.createRandom(9, name);
    if (/running_var|bn\.weight/.test(name)) values.forEach((_, at) => (values[at] = 0.3 + random.uniform() * 2));
    if (/running_mean|bn\.bias/.test(name)) values.forEach((_, at) => (values[at] = random.normal() / 2));
  }
  return state;
}

const network = g.createNetwork({ training: false });
const outputs = build(network);
const state = trainedState(network);
const random = g.createRandom(2, "input");
const feeds = { x: { shape: x.shape, data: Float32Array.from({ length: g.sizeOf(x.shape) }, () => random.normal()) } };

async function run(bytes: Uint8Array, provider: Provider = "cpu"): Promise<Record<string, Float32Array>> {
  const session = await openSession(bytes, { provider, threads: 1 });
  const results = await session.run(feeds);
  await session.close();
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}

/** Largest difference, relative to the largest value. */
function distance(a: Record<string, Float32Array>, b: Record<string, Float32Array>): number {
  return Math.max(
    ...Object.entries(a).map(([name, values]) => {
      assert.equal(values.length, b[name]?.length, name);
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return values.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[name]?.[at] ?? Number.NaN))), 0) / largest;
    }),
  );
}

const count = (model: OnnxModel, operator: string): number => model.graph.nodes.filter((node) => node.operator === operator).length;
const unfolded = g.compile({ outputs, weights: state }).bytes;

test("folded and unfolded files give the same results to 1e-5, in onnxruntime-node and -web", async () => {
  const exported = exportInference({ network, outputs, state, metadata: { classes: "a,b" }, name: "sample" });
  const expected = await run(unfolded);
  assert.ok(distance(expected, await run(exported)) < 1e-5, String(distance(expected, await run(exported))));
  const web = await run(exported, "wasm");
  assert.ok(distance(expected, web) < 1e-5, String(distance(expected, web)));

  const model = decodeModel(exported, "sample.onnx");
  assert.deepEqual(model.metadata, { classes: "a,b" });
  assert.equal(model.graph.name, "sample");
  assert.deepEqual(model.graph.inputs.map(({ name }) => name), ["x"]);
  assert.deepEqual(model.graph.outputs.map(({ name }) => name), ["probabilities", "features"]);
  // Left are the norm beside another use of the convolution and the one after the linear layer.
  assert.equal(count(decodeModel(unfolded, "unfolded"), "BatchNormalization"), 11);
  assert.equal(count(model, "BatchNormalization"), 2);
  assert.equal(count(model, "Identity"), 0);
  const names = model.graph.initializers.map(({ name }) => name);
  assert.ok(names.includes("plain.conv.weight") && names.includes("plain.conv.bias"), "weights keep their names");
  assert.ok(!names.some((name) => name.startsWith("plain.bn")), "folded statistics are gone");
});

test("float16 and int8 storage shrink the file and keep the results near", async () => {
  const expected = await run(unfolded);
  const sizes: number[] = [];
  for (const [storage, allowed] of [["float32", 1e-5], ["float16", 2e-3], ["int8", 4e-2]] as const) {
    const bytes = exportInference({ network, outputs, state, storage });
    sizes.push(bytes.length);
    for (const provider of ["cpu", "wasm"] as const) {
      const found = distance(expected, await run(bytes, provider));
      assert.ok(found < allowed && (storage === "float32" || found > 1e-5), `${storage} on ${provider}: ${found}`);
    }
  }
  const [whole = 0, half = 0, byte = 0] = sizes;
  const weights = [...network.parameters].map(([, { tensor }]) => g.sizeOf(tensor.shape)).filter((size) => size >= 1024).reduce((sum, size) => sum + size, 0);
  assert.ok(whole - half > 1.95 * weights && whole - byte > 2.8 * weights, sizes.join(" "));
});

test("dead nodes, dead weights and renaming nodes are removed, outputs keep their names", () => {
  const other = g.createNetwork({ training: false });
  const y = nn.linear(other.root.at("fc"), g.input("v", [1, 4]), { units: 2 });
  const model = toOnnx({ outputs: { y, same: y, unused: op.relu(y) }, weights: g.initialize(other, 1) });
  const one: OnnxModel = { ...model, graph: { ...model.graph, outputs: model.graph.outputs.filter(({ name }) => name === "y") } };
  const pruned = removeDead(one);
  assert.deepEqual(pruned.graph.nodes.map(({ operator, outputs: made }) => [operator, ...made]), [["Gemm", "y"]]);
  const both = removeDead({ ...model, graph: { ...model.graph, outputs: model.graph.outputs.filter(({ name }) => name !== "unused") } });
  assert.deepEqual(both.graph.nodes.map(({ operator }) => operator), ["Gemm", "Identity"]);
  assert.deepEqual(foldBatchNorm(model).graph.nodes, model.graph.nodes);
});

test("a network built for training, and a missing weight, are refused", () => {
  const training = g.createNetwork({ training: true });
  const y = nn.linear(training.root.at("fc"), g.input("v", [1, 4]), { units: 2 });
  assert.throws(() => exportInference({ network: training, outputs: { y }, state: g.initialize(training, 1) }), /built for training/);
  const missing = new Map(state);
  missing.delete("up.weight");
  assert.throws(() => exportInference({ network, outputs, state: missing }), /The state's up\.weight has no values, the network wants 32×12×4×4/);
});

test("PReLU behind a convolution becomes two products that answer alike", async () => {
  const net = g.createNetwork({ training: false });
  const { root } = net;
  const prelu = (name: string, h: g.Tensor, slopes: number): g.Tensor => nn.prelu(root.at(name), h, { slopes });
  let h = prelu("a", nn.convolution(root.at("conv"), x, { filters: 16, kernel: 3, padding: 1 }), 16);
  h = prelu("b", nn.transposedConvolution(root.at("up"), h, { filters: 8, kernel: 4, stride: 2, padding: 1 }), 1);
  h = prelu("kept", op.add(h, 1), 8);
  const values = g.initialize(net, 4);
  for (const name of ["a.weight", "kept.weight"]) values.set(name, Float32Array.from(values.get(name) ?? [], (_, at) => at / 10 - 0.4));
  const weights = new Map([...values].map(([name, data]) => [name, data]));
  const model = toOnnx({ outputs: { h }, weights });
  const split = splitPrelu(model);
  const count = ({ graph }: OnnxModel, operator: string): number => graph.nodes.filter((node) => node.operator === operator).length;
  assert.deepEqual([count(model, "PRelu"), count(split, "PRelu"), count(split, "Relu")], [3, 1, 2]);
  const bytes = exportInference({ network: net, outputs: { h }, state: values });
  assert.equal(count(decodeModel(bytes, "split"), "PRelu"), 1);
  assert.ok(distance(await run(g.compile({ outputs: { h }, weights }).bytes), await run(bytes)) < 1e-5);
});

test("weights next to nothing are written as nothing, other numbers as they are", () => {
  const net = g.createNetwork({ training: false });
  const y = nn.linear(net.root.at("fc"), g.input("v", [1, 4]), { units: 1 });
  const weight = Float32Array.of(1e-40, -3e-31, 2e-30, -0.5);
  const small = Float32Array.of(3e-36);
  const scaled = op.multiply(y, net.root.at("scale").parameter("factor", [1], zeros));
  const state = new Map([["fc.weight", weight], ["fc.bias", Float32Array.of(0)], ["scale.factor", small]]);
  const bytes = exportInference({ network: net, outputs: { y: scaled }, state });
  const { initializers } = decodeModel(bytes, "tiny").graph;
  const valuesOf = (name: string): Float32Array => new Float32Array(initializers.find((tensor) => tensor.name === name)?.bytes.slice().buffer ?? new ArrayBuffer(0));
  assert.deepEqual(valuesOf("fc.weight"), Float32Array.of(0, 0, 2e-30, -0.5));
  assert.deepEqual(valuesOf("scale.factor"), small);
});

test("a network of convolutions, exported with free sizes, runs at sizes that it was not made for", async () => {
  const build = (rows: number, columns: number): { network: g.Network; y: g.Tensor } => {
    const network = g.createNetwork({ training: false });
    const x = g.input("x", [1, 3, rows, columns]);
    const half = op.relu(g.layers.convolution(network.root.at("down"), x, { filters: 4, kernel: 3, stride: 2, padding: 1 }));
    const back = op.resize(half, [rows, columns], { mode: "nearest" });
    return { network, y: g.layers.convolution(network.root.at("up"), back, { filters: 2, kernel: 1 }) };
  };
  const made = build(8, 8);
  const state = g.initialize(made.network, 3);
  const session = await openSession(exportInference({ network: made.network, outputs: { y: made.y }, state, free: { x: { 2: "rows", 3: "columns" } } }));
  const data = Float32Array.from({ length: 3 * 12 * 6 }, (_, at) => Math.sin(at));
  const { y } = await session.run({ x: { data, shape: [1, 3, 12, 6] } });
  const whole = build(12, 6);
  const fixed = await openSession(exportInference({ network: whole.network, outputs: { y: whole.y }, state }));
  const wanted = await fixed.run({ x: { data, shape: [1, 3, 12, 6] } });
  assert.deepEqual(y?.shape, [1, 2, 12, 6]);
  assert.deepEqual(y.data, wanted["y"]?.data);
  await session.close();
  await fixed.close();
});
