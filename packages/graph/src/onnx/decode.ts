import { elementBytes, type ElementType, onnxElementType } from "../element-type.js";
import { formatShape, sizeOf } from "../shape.js";
import type { Attribute } from "../tensor.js";
import { bigIntegers, type Fields, fieldsOf, floats, integer, integers, messages, refuse, text, texts } from "./message-fields.js";
import { type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor, type OnnxValue, OnnxError } from "./model.js";

/**
 * Reads an ONNX file into plain data. Read is what graphs use: one graph, tensors inside the file, sizes that are stated or
 * left open in the inputs ({@link OnnxValue.free}). Subgraphs, functions, external data and other element types are refused by name; `Constant` nodes become
 * initializers. Tensors are views of `bytes`.
 *
 * @param what the file's name, for errors
 * @throws OnnxError if the bytes are damaged or hold what is not read
 */
export function decodeModel(bytes: Uint8Array, what: string): OnnxModel {
  try {
    return readModel(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch (error) {
    throw new OnnxError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function readModel(bytes: Uint8Array): OnnxModel {
  const fields = fieldsOf(bytes);
  refuse(fields, { 20: "training information", 25: "functions" }, "the model");
  const [graph, second] = messages(fields, 7);
  if (graph === undefined || second !== undefined) throw new OnnxError("does not hold one graph; this is no ONNX model.");
  const pairs = (number: number): Fields[] => messages(fields, number).map(fieldsOf);
  return {
    graph: readGraph(fieldsOf(graph)),
    opsets: Object.fromEntries(pairs(8).map((entry) => [text(entry, 1), integer(entry, 2)])),
    metadata: Object.fromEntries(pairs(14).map((entry) => [text(entry, 1), text(entry, 2)])),
  };
}

function readGraph(fields: Fields): OnnxGraph {
  refuse(fields, { 15: "sparse initializers" }, "the graph");
  const initializers = messages(fields, 5).map((bytes) => readTensor(fieldsOf(bytes)));
  const nodes: OnnxNode[] = [];
  for (const bytes of messages(fields, 1)) {
    const node = fieldsOf(bytes);
    const constant = text(node, 4) === "Constant" && text(node, 7) === "" ? readConstant(node) : undefined;
    if (constant === undefined) nodes.push(readNode(node));
    else initializers.push(constant);
  }
  const named = new Set(initializers.map(({ name }) => name));
  return {
    name: text(fields, 2),
    nodes,
    initializers,
    // Older files list the initializers among the inputs, too.
    inputs: messages(fields, 11)
      .map(fieldsOf)
      .filter((value) => !named.has(text(value, 1)))
      .map(readValue),
    outputs: messages(fields, 12).map(fieldsOf).map(readValue),
  };
}

function readNode(fields: Fields): OnnxNode {
  const where = `node "${text(fields, 3)}" (${text(fields, 4)})`;
  const attributes = messages(fields, 5).map(fieldsOf);
  return {
    name: text(fields, 3),
    operator: text(fields, 4),
    domain: text(fields, 7),
    inputs: texts(fields, 1),
    outputs: texts(fields, 2),
    attributes: Object.fromEntries(attributes.map((attribute) => [text(attribute, 1), readAttribute(attribute, where)])),
  };
}

/** `AttributeProto.AttributeType`. */
const kinds = { float: 1, integer: 2, string: 3, floats: 6, integers: 7 } as const;

function readAttribute(fields: Fields, where: string): Attribute {
  switch (integer(fields, 20)) {
    case kinds.float:
      return { float: floats(fields, 2).at(-1) ?? 0 };
    case kinds.integer:
      return integer(fields, 3);
    case kinds.string:
      return text(fields, 4);
    case kinds.floats:
      return { floats: floats(fields, 7) };
    case kinds.integers:
      return integers(fields, 8);
    default:
      throw new OnnxError(`${where}: the attribute "${text(fields, 1)}" is of kind ${integer(fields, 20)} (a tensor, a graph, a list of texts …), which is not read.`);
  }
}

/** The tensor of a `Constant` node, under the name of the node's output. */
function readConstant(node: Fields): OnnxTensor {
  const [name = ""] = texts(node, 2);
  const attribute = messages(node, 5).map(fieldsOf).find((entry) => text(entry, 1) === "value");
  const [tensor] = attribute === undefined ? [] : messages(attribute, 5);
  if (tensor === undefined) throw new OnnxError(`the Constant "${name}" is not given as a tensor, which is not read.`);
  return { ...readTensor(fieldsOf(tensor)), name };
}

const typeByNumber = new Map(Object.entries(onnxElementType).map(([type, number]) => [number, type as ElementType]));

function elementTypeOf(number: number, where: string): ElementType {
  const type = typeByNumber.get(number);
  if (type === undefined) throw new OnnxError(`${where} has the element type ${number}; read are ${Object.keys(onnxElementType).join(", ")}.`);
  return type;
}

function readTensor(fields: Fields): OnnxTensor {
  const name = text(fields, 8);
  const where = `tensor "${name}"`;
  refuse(fields, { 3: "segments", 13: "external data" }, where);
  const type = elementTypeOf(integer(fields, 2), where);
  const shape = checkSizes(integers(fields, 1), where);
  const bytes = messages(fields, 9).at(-1) ?? listedValues(fields, type);
  if (bytes.length !== sizeOf(shape) * elementBytes(type)) {
    throw new OnnxError(`${where} of shape ${formatShape(shape)} (${type}) has ${bytes.length} bytes.`);
  }
  return { name, type, shape, bytes };
}

/** Values that are listed in a typed field instead of as raw bytes. */
function listedValues(fields: Fields, type: ElementType): Uint8Array {
  const values =
    type === "float32"
      ? Float32Array.from(floats(fields, 4))
      : type === "int64"
        ? BigInt64Array.from(bigIntegers(fields, 7))
        : type === "int32"
          ? Int32Array.from(integers(fields, 5))
          : type === "float16"
            ? Uint16Array.from(integers(fields, 5))
            : Uint8Array.from(integers(fields, 5));
  return new Uint8Array(values.buffer);
}

function readValue(fields: Fields): OnnxValue {
  const name = text(fields, 1);
  const where = `value "${name}"`;
  const [type] = messages(fields, 2).map(fieldsOf);
  const [tensor] = type === undefined ? [] : messages(type, 1).map(fieldsOf);
  const [shape] = tensor === undefined ? [] : messages(tensor, 2).map(fieldsOf);
  if (tensor === undefined || shape === undefined) throw new OnnxError(`${where} is no tensor of known shape, which is not read.`);
  const dimensions = messages(shape, 1).map(fieldsOf);
  const sizes = dimensions.map((dimension) => integer(dimension, 1));
  const free = dimensions.flatMap((dimension, axis) => (dimension.has(1) ? [] : [[axis, text(dimension, 2)] as const]));
  return { name, type: elementTypeOf(integer(tensor, 1), where), shape: checkSizes(sizes, where), ...(free.length > 0 ? { free: Object.fromEntries(free) } : {}) };
}

function checkSizes(shape: readonly number[], where: string): readonly number[] {
  if (shape.length > 16 || shape.some((size) => size < 0) || !Number.isSafeInteger(shape.reduce((product, size) => product * Math.max(1, size), 8))) {
    throw new OnnxError(`${where} has an absurd shape: [${shape.slice(0, 20).join(", ")}].`);
  }
  return shape;
}
