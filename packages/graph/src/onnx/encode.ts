import { BinaryWriter, WireType } from "./wire.js";
import { onnxElementType } from "../element-type.js";
import type { Attribute } from "../tensor.js";
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from "./model.js";

/** Version of the file format; 8 came with operator set 15 and is read by every runtime of the last years. */
const irVersion = 8;

type Message = (writer: BinaryWriter) => void;

/** Serialises a model as `onnx.proto` (github.com/onnx/onnx) lays it out; field numbers are those of that file. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const { graph } = model;
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(irVersion);
  text(writer, 2, "fmpn");
  message(writer, 7, (out) => {
    for (const node of graph.nodes) message(out, 1, (inner) => encodeNode(inner, node));
    text(out, 2, graph.name);
    for (const tensor of graph.initializers) message(out, 5, (inner) => encodeTensor(inner, tensor));
    for (const value of graph.inputs) message(out, 11, (inner) => encodeValue(inner, value));
    for (const value of graph.outputs) message(out, 12, (inner) => encodeValue(inner, value));
  });
  for (const [domain, version] of Object.entries(model.opsets)) {
    message(writer, 8, (out) => {
      text(out, 1, domain);
      out.tag(2, WireType.Varint).int64(version);
    });
  }
  for (const [key, value] of Object.entries(model.metadata)) {
    message(writer, 14, (out) => {
      text(out, 1, key);
      text(out, 2, value);
    });
  }
  return writer.finish();
}

function message(writer: BinaryWriter, field: number, content: Message): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  content(writer);
  writer.join();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function packed(writer: BinaryWriter, field: number, values: readonly number[]): void {
  message(writer, field, (out) => {
    for (const value of values) out.int64(value);
  });
}

function encodeNode(writer: BinaryWriter, node: OnnxNode): void {
  for (const name of node.inputs) text(writer, 1, name);
  for (const name of node.outputs) text(writer, 2, name);
  text(writer, 3, node.name);
  text(writer, 4, node.operator);
  for (const [name, value] of Object.entries(node.attributes)) {
    message(writer, 5, (out) => {
      text(out, 1, name);
      encodeAttribute(out, value);
    });
  }
  if (node.domain !== "") text(writer, 7, node.domain);
}

function encodeAttribute(writer: BinaryWriter, value: Attribute): void {
  const kind = (type: number): void => void writer.tag(20, WireType.Varint).int32(type);
  if (typeof value === "number") {
    writer.tag(3, WireType.Varint).int64(value);
    kind(2);
  } else if (typeof value === "string") {
    text(writer, 4, value);
    kind(3);
  } else if ("float" in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    kind(1);
  } else if ("floats" in value) {
    for (const number of value.floats) writer.tag(7, WireType.Bit32).float(number);
    kind(6);
  } else {
    for (const number of value) writer.tag(8, WireType.Varint).int64(number);
    kind(7);
  }
}

function encodeTensor(writer: BinaryWriter, tensor: OnnxTensor): void {
  packed(writer, 1, tensor.shape);
  writer.tag(2, WireType.Varint).int32(onnxElementType[tensor.type]);
  text(writer, 8, tensor.name);
  writer.tag(9, WireType.LengthDelimited).bytes(tensor.bytes);
}

function encodeValue(writer: BinaryWriter, value: OnnxValue): void {
  text(writer, 1, value.name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      tensor.tag(1, WireType.Varint).int32(onnxElementType[value.type]);
      message(tensor, 2, (shape) => {
        for (const [axis, size] of value.shape.entries()) {
          const symbol = value.free?.[axis];
          message(shape, 1, (out) => (symbol === undefined ? void out.tag(1, WireType.Varint).int64(size) : text(out, 2, symbol)));
        }
      });
    }),
  );
}
