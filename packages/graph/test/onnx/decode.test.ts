import assert from "node:assert/strict";
import { test } from "node:test";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";
import { toOnnx } from "#src/compile.js";
import { decodeModel } from "#src/onnx/decode.js";
import { encodeModel } from "#src/onnx/encode.js";
import { type OnnxModel, OnnxError } from "#src/onnx/model.js";

function sample(): OnnxModel {
  const network = g.createNetwork({ training: false });
  const x = g.input("x", [1, 3, 8, 8]);
  // Numbers that float32 holds exactly.
  const h = g.layers.batchNorm(network.root.at("bn"), g.layers.convolution(network.root.at("conv"), x, { filters: 4, kernel: 3 }), { epsilon: 2 ** -16 });
  const y = op.leakyRelu(h, 0.125);
  return toOnnx({ outputs: { y, z: op.flatten(y) }, metadata: { licence: "MIT", "ключ": "ä" }, name: "sample" });
}

/** Bytes as plain arrays, so that views of different buffers compare. */
const plain = (model: OnnxModel): unknown => ({
  ...model,
  graph: { ...model.graph, initializers: model.graph.initializers.map((tensor) => ({ ...tensor, bytes: [...tensor.bytes] })) },
});

type Fill = (writer: BinaryWriter) => void;
const message = (writer: BinaryWriter, field: number, fill: Fill): void => {
  writer.tag(field, WireType.LengthDelimited).fork();
  fill(writer);
  writer.join();
};
const text = (writer: BinaryWriter, field: number, value: string): void => void writer.tag(field, WireType.LengthDelimited).string(value);
const int = (writer: BinaryWriter, field: number, value: number): void => void writer.tag(field, WireType.Varint).int64(value);
const graph = (fill: Fill): Uint8Array => {
  const writer = new BinaryWriter();
  message(writer, 7, fill);
  return writer.finish();
};

test("what is encoded is decoded: nodes, attributes, weights, shapes, metadata", () => {
  const model = sample();
  const bytes = encodeModel(model);
  const back = decodeModel(bytes, "sample.onnx");
  assert.deepEqual(plain(back), plain(model));
  assert.deepEqual(decodeModel(Buffer.from(bytes), "buffer"), back);
  const attributes = { i: -3, s: "text", none: [], ints: [1, 2 ** 40], f: { float: 0.5 }, fs: { floats: [1, 2.5] } };
  const node = { name: "n", operator: "Custom", domain: "com.example", inputs: ["", "x"], outputs: ["y"], attributes };
  const made: OnnxModel = { ...model, graph: { ...model.graph, nodes: [node] } };
  assert.deepEqual(decodeModel(encodeModel(made), "made").graph.nodes, [node]);
});

test("values listed in typed fields, constants and initializers among the inputs are read", () => {
  const bytes = graph((out) => {
    message(out, 5, (tensor) => {
      int(tensor, 1, 2);
      int(tensor, 2, 1);
      text(tensor, 8, "w");
      tensor.tag(4, WireType.Bit32).float(1.5).tag(4, WireType.Bit32).float(-2);
    });
    message(out, 5, (tensor) => {
      int(tensor, 1, 2);
      int(tensor, 2, 7);
      text(tensor, 8, "i");
      message(tensor, 7, (list) => void list.int64(-1).int64(5));
    });
    message(out, 1, (node) => {
      text(node, 2, "c");
      text(node, 4, "Constant");
      message(node, 5, (attribute) => {
        text(attribute, 1, "value");
        int(attribute, 20, 4);
        message(attribute, 5, (tensor) => {
          int(tensor, 2, 3);
          int(tensor, 5, -7);
        });
      });
    });
    message(out, 11, (value) => text(value, 1, "w"));
  });
  const { initializers, inputs, nodes } = decodeModel(bytes, "m").graph;
  assert.deepEqual([inputs, nodes], [[], []]);
  assert.deepEqual(initializers, [
    { name: "w", type: "float32", shape: [2], bytes: new Uint8Array(Float32Array.of(1.5, -2).buffer) },
    { name: "i", type: "int64", shape: [2], bytes: new Uint8Array(BigInt64Array.of(-1n, 5n).buffer) },
    { name: "c", type: "int8", shape: [], bytes: Uint8Array.of(249) },
  ]);
});

test("what is not read is refused by name", () => {
  const tensor = (fill: Fill): Uint8Array => graph((out) => message(out, 5, (inner) => (text(inner, 8, "w"), fill(inner))));
  const value = (fill: Fill): Uint8Array =>
    graph((out) => message(out, 11, (inner) => (text(inner, 1, "x"), message(inner, 2, (type) => message(type, 1, fill)))));
  const attribute = (kind: number): Uint8Array =>
    graph((out) => message(out, 1, (node) => (text(node, 3, "n"), text(node, 4, "If"), message(node, 5, (inner) => (text(inner, 1, "then"), int(inner, 20, kind))))));
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /^m: does not hold one graph/],
    [new TextEncoder().encode("hello, world"), /^m: /],
    [tensor((out) => int(out, 2, 11)), /^m: tensor "w" has the element type 11; read are float32/],
    [tensor((out) => (int(out, 2, 1), message(out, 13, () => {}))), /^m: tensor "w" has external data/],
    [tensor((out) => (int(out, 2, 1), int(out, 1, 5))), /^m: tensor "w" of shape 5 \(float32\) has 0 bytes/],
    [tensor((out) => (int(out, 2, 1), int(out, 1, -1))), /^m: tensor "w" has an absurd shape: \[-1\]/],
    [tensor((out) => (int(out, 2, 1), int(out, 1, 2 ** 30), int(out, 1, 2 ** 30))), /absurd shape/],
    [tensor((out) => (int(out, 2, 1), out.tag(1, WireType.Varint).int64(2n ** 62n))), /beyond 2⁵³/],
    [value((out) => int(out, 1, 1)), /^m: value "x" is no tensor of known shape/],
    [attribute(5), /^m: node "n" \(If\): the attribute "then" is of kind 5/],
    [graph((out) => message(out, 15, () => {})), /sparse initializers/],
  ];
  for (const [bytes, expected] of cases) assert.throws(() => decodeModel(bytes, "m"), (error: unknown) => error instanceof OnnxError && expected.test(error.message), String(expected));
});

test("truncations are refused; mutations are refused or read cleanly", () => {
  const whole = encodeModel(sample());
  for (let length = 0; length < whole.length; length += 3) {
    try {
      decodeModel(whole.subarray(0, length), "cut");
    } catch (error) {
      assert.ok(error instanceof OnnxError, String(error));
    }
  }
  const random = g.createRandom(1, "onnx");
  for (let round = 0; round < 2000; round += 1) {
    const bytes = whole.slice();
    for (let change = random.integer(4); change >= 0; change -= 1) bytes[random.integer(bytes.length)] = random.integer(256);
    try {
      decodeModel(bytes, "mutated");
    } catch (error) {
      assert.ok(error instanceof OnnxError, String(error));
      assert.match(error.message, /^mutated: /);
    }
  }
});

test("axes whose size is chosen when the graph runs keep their names", () => {
  const { graph, ...rest } = sample();
  const [first, ...others] = graph.inputs;
  assert.ok(first);
  const free = Object.fromEntries(first.shape.map((_, axis) => [axis, `axis ${axis}`]).slice(0, 1));
  const read = decodeModel(encodeModel({ ...rest, graph: { ...graph, inputs: [{ ...first, free }, ...others] } }), "m").graph.inputs[0];
  assert.deepEqual(read?.free, free);
  assert.deepEqual(read?.shape, [0, ...first.shape.slice(1)]);
});
