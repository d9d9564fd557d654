import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { WireType } from "@bufbuild/protobuf/wire";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { exportInference, type ExternalBytes, ForeignModelError, type ScreeningOptions, screenModel } from "@fmpn/graph/onnx";
import { elsewhere, fillsMemory, int, message, model, node, numbers, sumOf, tensor, text, value } from "../../../../test-support/hostile-models.js";

const shared = process.env["FMPN_SHARED"] ?? fileURLToPath(new URL("../../../../../shared/", import.meta.url));

const kindOf = (bytes: Uint8Array, options?: ScreeningOptions): string => {
  try {
    screenModel(bytes, "m.onnx", options);
    return "taken";
  } catch (error) {
    assert.ok(error instanceof ForeignModelError, String(error));
    assert.match(error.message, /^m\.onnx: /);
    assert.ok(error.message.length < 400 && !error.message.includes("\n"), error.message);
    return error.kind;
  }
};
const single = (operator: string, more: Parameters<typeof node>[4]): Uint8Array => model((out) => (node(out, operator, ["x"], ["y"], more), value(out, 11, "x", [2]), value(out, 12, "y", [2])));
const attribute = (field: number, fill: Parameters<typeof message>[2] = () => {}) => (out: Parameters<typeof message>[0]): void => message(out, 5, (inner) => (text(inner, 1, "a"), message(inner, field, fill)));

test("what could make a runtime read files or run without end is refused by its kind", () => {
  const cases: Record<string, [string, Uint8Array]> = {
    "another file": ["external data", sumOf(elsewhere("/etc/hostname"))],
    "external entries without the mark": ["external data", sumOf((out) => (numbers(1, 2)(out), message(out, 13, (entry) => (text(entry, 1, "location"), text(entry, 2, "f")))))],
    "the mark without entries": ["external data", sumOf((out) => (numbers(1, 2)(out), int(out, 14, 1)))],
    "in a Constant": ["external data", single("Constant", attribute(5, (out) => (int(out, 1, 1), int(out, 2, 1), elsewhere("f")(out))))],
    "in a list of tensors": ["external data", single("Constant", attribute(10, (out) => (int(out, 1, 1), int(out, 2, 1), elsewhere("f")(out))))],
    "a sparse initializer": ["external data", model((out) => message(out, 15, () => {}))],
    "a sparse constant": ["external data", single("Constant", attribute(22))],
    "a loop": ["operators", single("Loop", attribute(6))],
    "a branch in another operator's attribute": ["operators", single("Relu", attribute(6))],
    "a foreign domain": ["operators", single("Evil", (out) => text(out, 7, "com.evil"))],
    functions: ["operators", model(() => {}, { more: (out) => message(out, 25, () => {}) })],
    "training information": ["operators", model(() => {}, { more: (out) => message(out, 20, () => {}) })],
    "an old operator set": ["operators", model(() => {}, { opset: 6 })],
    "a new one": ["operators", model(() => {}, { opset: 23 })],
    "no model": ["file", new TextEncoder().encode("hello, world")],
    nothing: ["file", new Uint8Array()],
    "two graphs": ["file", model(() => {}, { more: (out) => message(out, 7, () => {}) })],
    "a tensor said twice": ["file", single("Constant", (out) => message(out, 5, (inner) => (message(inner, 5, (of) => int(of, 2, 1)), message(inner, 5, elsewhere("f")))))],
    "bytes for another shape": ["shape", sumOf(numbers(1, 2, 3))],
    "a shape without bytes": ["shape", sumOf(() => {}, [2 ** 30, 2])],
    "an absurd shape": ["shape", sumOf(() => {}, [2 ** 40, 2 ** 40])],
    "a negative shape": ["shape", sumOf(() => {}, [-1])],
    "no tensor": ["shape", model((out) => message(out, 11, (inner) => (text(inner, 1, "x"), message(inner, 2, (type) => message(type, 4, () => {})))))],
    "many nodes": ["too large", model((out) => Array.from({ length: 20_001 }, () => node(out, "Relu", ["x"], ["y"])))],
    "nothing but empty fields": ["too large", model((out) => { for (let at = 0; at < 1_000_001; at += 1) out.tag(1, WireType.LengthDelimited).bytes(new Uint8Array()); })],
    "four kilobytes that unfold while running": ["taken", fillsMemory(7e8)],
  };
  for (const [name, [kind, bytes]] of Object.entries(cases)) assert.equal(kindOf(bytes), kind, name);
  const small = { file: 200, weights: 7, nodes: 1 };
  assert.equal(kindOf(sumOf(numbers(1, 2)), { limits: small }), "too large", "weights");
  assert.equal(kindOf(sumOf(numbers(1, 2)), { limits: { ...small, weights: 8 } }), "taken");
  assert.equal(kindOf(new Uint8Array(201), { limits: small }), "too large", "bytes");
});

test("what is taken is told: inputs with their open axes, operators, sizes; bound sizes must fit", () => {
  const bytes = model((out) => {
    node(out, "Constant", [], ["c"], (more) => message(more, 5, (inner) => (text(inner, 1, "value"), int(inner, 20, 4), tensor(inner, 5, "", [3], 1, numbers(1, 2, 3)))));
    node(out, "Add", ["x", "w"], ["y"]);
    tensor(out, 5, "w", [1], 1, (inner) => void inner.tag(4, WireType.Bit32).float(1.5));
    value(out, 11, "x", ["N", 3, -1, 8]);
    // As older files have it.
    value(out, 11, "w", [1]);
    value(out, 12, "y", ["N", 3, "height", 8]);
  });
  const screened = screenModel(bytes, "m");
  assert.deepEqual(screened.inputs, [{ name: "x", type: 1, shape: ["N", 3, "", 8] }]);
  assert.deepEqual(screened.outputs, [{ name: "y", type: 1, shape: ["N", 3, "height", 8] }]);
  assert.deepEqual([screened.operators, screened.nodes, screened.weights, screened.opsets], [["Add", "Constant"], 2, 16, { "": 17 }]);
  assert.throws(() => screened.encode({ x: [1, 1, 8, 8] }), /^ForeignModelError|m: its input "x" takes N×3×\?×8, not 1×1×8×8/);
  const bound = screenModel(screened.encode({ x: [1, 3, 6, 8] }), "bound");
  assert.deepEqual(bound.inputs[0]?.shape, [1, 3, 6, 8]);
});

test("the project's own models pass through unchanged", () => {
  const network = g.createNetwork({ training: false });
  const x = g.input("x", [1, 3, 8, 8]);
  const y = g.layers.convolution(network.root, x, { filters: 4, kernel: 3 });
  const bytes = exportInference({ network, outputs: { y, z: op.flatten(op.relu(y)) }, state: g.initialize(network, 1), metadata: { licence: "MIT" } });
  const screened = screenModel(bytes, "own");
  assert.deepEqual(screened.encode(), bytes);
  assert.deepEqual(screened.metadata, { licence: "MIT" });
});

test("tensors in other files are taken in where the caller reads them, and their place must be said rightly", () => {
  const read = (asked: ExternalBytes): Uint8Array => {
    assert.deepEqual(asked, { location: "w.data", offset: 4, length: 8 });
    return new Uint8Array(Float32Array.of(1, 2).buffer);
  };
  const taken = screenModel(sumOf(elsewhere("w.data", { offset: "4", length: "8", checksum: "?" })), "m", { readExternal: read });
  assert.deepEqual(taken.encode(), screenModel(sumOf(numbers(1, 2)), "m").encode());
  for (const wrong of [{ length: "9" }, { offset: "-4" }, { offset: "4.5" }, { offset: "x" }]) assert.equal(kindOf(sumOf(elsewhere("w.data", wrong)), { readExternal: read }), "external data", JSON.stringify(wrong));
  assert.equal(kindOf(sumOf(elsewhere("w.data", { offset: "4" })), { readExternal: () => new Uint8Array(7) }), "external data");
});

test("truncations and mutations are refused with a kind, or read; what is read is written so that it reads the same", () => {
  const whole = model((out) => {
    node(out, "Conv", ["x", "w"], ["c"], (more) => message(more, 5, (inner) => (text(inner, 1, "pads"), [1, 1, 1, 1].forEach((size) => int(inner, 8, size)), int(inner, 20, 7))));
    node(out, "Relu", ["c"], ["y"]);
    tensor(out, 5, "w", [1, 1, 1, 2], 1, numbers(1, 2));
    value(out, 11, "x", ["N", 1, 4, 4]);
    value(out, 12, "y", ["N", 1, 6, 5]);
  });
  for (let length = 0; length < whole.length; length += 1) kindOf(whole.subarray(0, length));
  const random = g.createRandom(7, "screening");
  let taken = 0;
  for (let round = 0; round < 3000; round += 1) {
    const bytes = whole.slice();
    for (let change = random.integer(3); change >= 0; change -= 1) bytes[random.integer(bytes.length)] = random.integer(256);
    if (kindOf(bytes) !== "taken") continue;
    taken += 1;
    const once = screenModel(bytes, "m").encode();
    assert.deepEqual(screenModel(once, "m").encode(), once);
  }
  assert.ok(taken > 100, `${taken} were taken`);
});

test("the shared hostile models are refused, each by its kind", { skip: !existsSync(`${shared}/hub/hostile-models`) && "shared/hub/hostile-models is not here" }, () => {
  const folder = `${shared}/hub/hostile-models/`;
  const kinds = Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith(".onnx")).map((name) => [name, kindOf(readFileSync(folder + name))]));
  // What fills the memory is stopped while it runs: lab/test/foreign.
  assert.deepEqual(kinds, { "custom.onnx": "operators", "ext-abs.onnx": "external data", "ext-rel.onnx": "external data", "ext-up.onnx": "external data", "mem.onnx": "taken", "ok.onnx": "taken", "sparse-ext.onnx": "external data", "time.onnx": "operators" });
});
