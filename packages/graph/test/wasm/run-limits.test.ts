import assert from "node:assert/strict";
import { test } from "node:test";
import { openSession } from "#src/runtime/open-session.js";
import { int, message, model, node, tensor, text, value, type Fill } from "../../../../test-support/hostile-models.js";

const runLimits = { values: 1e6, products: 1e7 };
const attribute = (name: string, type: number, fill: Fill): Fill => (out) => message(out, 5, (of) => (text(of, 1, name), fill(of), int(of, 20, type)));
const integers = (name: string, ...values: number[]): Fill => attribute(name, 7, (of) => values.forEach((each) => int(of, 8, each)));
const sizes = (name: string, ...values: number[]): Fill => (out) => message(out, 5, (of) => (int(of, 1, values.length), int(of, 2, 7), values.forEach((each) => int(of, 7, each)), text(of, 8, name)));
const zeros = (name: string, shape: readonly number[]): Fill => (out) => tensor(out, 5, name, shape, 1, (of) => of.tag(9, 2).bytes(new Uint8Array(4 * shape.reduce((a, b) => a * b, 1))));

/** A graph from `x`, 1×1×8×8, to `y`. */
const graph = (...fills: Fill[]): Uint8Array =>
  model((out) => {
    for (const fill of fills) fill(out);
    value(out, 11, "x", [1, 1, 8, 8]);
    value(out, 12, "y", []);
  });
const op = (operator: string, inputs: readonly string[], output: string, more?: Fill): Fill => (out) => node(out, operator, inputs, [output], more);

const hostile: Readonly<Record<string, [Uint8Array, RegExp]>> = {
  "a constant of 2.8 GiB": [graph(sizes("s", 700_000_000), op("ConstantOfShape", ["s"], "big"), op("Add", ["x", "big"], "y")), /constants .* would have 700,000,000 numbers; at most 1,000,000/],
  "a constant doubled thirty times": [graph(sizes("c0", 1), ...Array.from({ length: 30 }, (_, k) => op("Concat", [`c${k}`, `c${k}`], `c${k + 1}`, integers("axis", 0))), op("ConstantOfShape", ["c30"], "big"), op("Add", ["x", "big"], "y")), /constants/],
  "a constant said to be larger than it is": [graph(sizes("c", 1), sizes("s", 2 ** 40), op("Reshape", ["c", "s"], "wide"), op("Add", ["wide", "wide"], "sum"), op("ConstantOfShape", ["sum"], "big"), op("Add", ["x", "big"], "y")), /constants/],
  "a picture expanded without end": [graph(sizes("s", 1, 60_000, 8, 8), op("Expand", ["x", "s"], "y")), /node Expand \(which makes "y"\) a run has tensors of 3,840,000 numbers/],
  "a result doubled forty times": [graph(...Array.from({ length: 40 }, (_, k) => op("Concat", [k === 0 ? "x" : `c${k}`, k === 0 ? "x" : `c${k}`], k === 39 ? "y" : `c${k + 1}`, integers("axis", 1)))), /node Concat/],
  "a border of a million pixels": [graph(zeros("w", [1, 1, 1, 1]), op("Conv", ["x", "w"], "y", (out) => (integers("pads", 1_000_000, 1_000_000, 1_000_000, 1_000_000)(out), integers("strides", 1_000_000, 1_000_000)(out)))), /node Conv/],
  "a window of a billion places": [graph(op("AveragePool", ["x"], "y", (out) => (integers("kernel_shape", 1000, 1000)(out), integers("pads", 499, 499, 500, 500)(out)))), /node AveragePool/],
  "products without end": [graph(zeros("w", [2000, 1, 3, 3]), zeros("v", [20, 2000, 3, 3]), op("Conv", ["x", "w"], "wide", integers("pads", 1, 1, 1, 1)), op("Conv", ["wide", "v"], "y", integers("pads", 1, 1, 1, 1))), /node Conv \(which makes "y"\) a run has .* products; at most 10,000,000/],
};

for (const [name, [bytes, message]] of Object.entries(hostile)) {
  test(`${name} is refused before anything is computed`, async () => {
    for (const provider of [undefined, "simd", "cpu"] as const) await assert.rejects(openSession(bytes, { provider, runLimits }), { name: "OversizedGraphError", message });
  });
}

test("a graph that keeps to its limits runs; one whose operators have no kernel is not bounded, and refused", async () => {
  const session = await openSession(graph(op("Relu", ["x"], "y")), { runLimits });
  assert.equal((await session.run({ x: { data: new Float32Array(64), shape: [1, 1, 8, 8] } }))["y"]?.data.length, 64);
  await session.close();
  const foreign = graph(op("Erf", ["x"], "y"));
  for (const provider of [undefined, "cpu"] as const) await assert.rejects(openSession(foreign, { provider, runLimits }), /Erf has no kernel/);
});
