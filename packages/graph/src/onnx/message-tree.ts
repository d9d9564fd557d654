import { BinaryReader, BinaryWriter, decodeText, WireType } from "./wire.js";
import { ForeignModelError } from "./foreign-model-error.js";

/** The messages of `onnx.proto` (github.com/onnx/onnx) that a model of one flat graph consists of. */
export type MessageKind = "model" | "opset" | "entry" | "graph" | "node" | "attribute" | "tensor" | "value" | "type" | "tensor type" | "shape" | "axis" | "refused";

/** A message with the fields that are known of it; a list has several values, everything else one. */
export interface Message {
  readonly kind: MessageKind;
  readonly fields: Map<number, Content[]>;
}

/** Lists of numbers that lie packed in the file stay packed: bytes. */
export type Content = bigint | number | Uint8Array | Message;

type Scalar = "integer" | "float" | "double" | "bytes";
/** In brackets: may be there several times. */
type Rule = Scalar | MessageKind | readonly [Scalar | MessageKind];

/**
 * What is read, by the numbers of `onnx.proto`. Everything else (documentation, hints about shapes between nodes, fields of later
 * versions) is left out of the tree, and so of what is written. `refused` stands where something is known to be dangerous: it
 * is not looked into, only found.
 */
const rules: Readonly<Record<MessageKind, Readonly<Record<number, Rule>>>> = {
  model: { 1: "integer", 2: "bytes", 3: "bytes", 4: "bytes", 5: "integer", 7: "graph", 8: ["opset"], 14: ["entry"], 20: ["refused"], 25: ["refused"] },
  opset: { 1: "bytes", 2: "integer" },
  entry: { 1: "bytes", 2: "bytes" },
  graph: { 1: ["node"], 2: "bytes", 5: ["tensor"], 11: ["value"], 12: ["value"], 15: ["refused"] },
  node: { 1: ["bytes"], 2: ["bytes"], 3: "bytes", 4: "bytes", 5: ["attribute"], 7: "bytes" },
  attribute: { 1: "bytes", 2: "float", 3: "integer", 4: "bytes", 5: "tensor", 6: "refused", 7: ["float"], 8: ["integer"], 9: ["bytes"], 10: ["tensor"], 11: ["refused"], 14: "refused", 15: ["refused"], 20: "integer", 21: "refused", 22: "refused", 23: ["refused"] },
  tensor: { 1: ["integer"], 2: "integer", 3: "refused", 4: ["float"], 5: ["integer"], 6: ["bytes"], 7: ["integer"], 8: "bytes", 9: "bytes", 10: ["double"], 11: ["integer"], 13: ["entry"], 14: "integer" },
  value: { 1: "bytes", 2: "type" },
  type: { 1: "tensor type", 4: "refused", 5: "refused", 8: "refused", 9: "refused" },
  "tensor type": { 1: "integer", 2: "shape" },
  shape: { 1: ["axis"] },
  axis: { 1: "integer", 2: "bytes" },
  refused: {},
};

const wires = { integer: WireType.Varint, float: WireType.Bit32, double: WireType.Bit64 } as const;
const DEEPEST = 32;
/** A file of nothing but empty fields would otherwise become a hundred times its size in memory. */
const MOST_FIELDS = 1_000_000;

/**
 * Reads a model's bytes as a tree of the messages that are known, views into `bytes` at the leaves.
 *
 * @throws ForeignModelError of kind `file` where they are no such messages, or say a thing twice that can be said once only: two
 *   readers might then understand two different models
 */
export function readMessages(bytes: Uint8Array): Message {
  let left = MOST_FIELDS;
  const read = (part: Uint8Array, kind: MessageKind, depth: number): Message => {
    if (depth > DEEPEST) throw new ForeignModelError("file", `its messages are nested more than ${DEEPEST} deep`);
    const fields = new Map<number, Content[]>();
    const reader = new BinaryReader(part);
    while (reader.pos < reader.len) {
      if ((left -= 1) < 0) throw new ForeignModelError("too large", `it has more than ${MOST_FIELDS.toLocaleString("en")} fields`);
      const [number, wire] = reader.tag();
      const rule = rules[kind][number];
      if (rule === undefined) {
        reader.skip(wire);
        continue;
      }
      const [type, many] = typeof rule === "string" ? [rule, false] : [rule[0], true];
      const values = fields.get(number) ?? [];
      if (values.length > 0 && !many) throw new ForeignModelError("file", `field ${number} of its ${kind} message is there twice`);
      fields.set(number, values);
      values.push(content(reader, wire, type, many, `field ${number} of its ${kind} message`, (inner, of) => read(inner, of, depth + 1)));
    }
    return { kind, fields };
  };
  try {
    return read(bytes, "model", 0);
  } catch (error) {
    if (error instanceof ForeignModelError) throw error;
    throw new ForeignModelError("file", `it is no ONNX model, or a damaged one (${error instanceof Error ? error.message : String(error)})`, { cause: error });
  }
}

function content(reader: BinaryReader, wire: number, type: Scalar | MessageKind, many: boolean, where: string, message: (bytes: Uint8Array, kind: MessageKind) => Message): Content {
  const numeric = type === "integer" || type === "float" || type === "double";
  if (type === "refused") {
    reader.skip(wire);
    return 0;
  }
  if (wire === WireType.LengthDelimited && (!numeric || many)) {
    const bytes = reader.bytes();
    return numeric || type === "bytes" ? bytes : message(bytes, type);
  }
  if (numeric && wire === wires[type]) return type === "integer" ? BigInt(reader.int64()) : type === "float" ? reader.float() : reader.double();
  throw new ForeignModelError("file", `${where} has the wire type ${wire}; this is no ONNX model`);
}

/** Writes a tree as a message. What {@link readMessages} left out is not in it. */
export function writeMessages(tree: Message): Uint8Array {
  const writer = new BinaryWriter();
  const write = ({ kind, fields }: Message): void => {
    for (const [number, values] of fields) {
      const rule = rules[kind][number];
      const type = typeof rule === "string" ? rule : rule?.[0];
      for (const value of values) {
        if (value instanceof Uint8Array) writer.tag(number, WireType.LengthDelimited).bytes(value);
        else if (typeof value === "bigint") writer.tag(number, WireType.Varint).int64(value);
        else if (typeof value === "number" && type === "float") writer.tag(number, WireType.Bit32).float(value);
        else if (typeof value === "number" && type === "double") writer.tag(number, WireType.Bit64).double(value);
        else if (typeof value === "object") {
          writer.tag(number, WireType.LengthDelimited).fork();
          write(value);
          writer.join();
        }
      }
    }
  };
  write(tree);
  return writer.finish();
}

/** The messages of a field. */
export function children({ fields }: Message, number: number): Message[] {
  return (fields.get(number) ?? []).filter((value): value is Message => typeof value === "object" && !(value instanceof Uint8Array));
}

/** The one message of a field. */
export const child = (message: Message | undefined, number: number): Message | undefined => (message === undefined ? undefined : children(message, number)[0]);

/** Texts of a field. @throws ForeignModelError where one is no UTF-8 */
export function textsOf({ kind, fields }: Message, number: number): string[] {
  return (fields.get(number) ?? []).map((value) => {
    try {
      return decodeText(value instanceof Uint8Array ? value : new Uint8Array());
    } catch (error) {
      throw new ForeignModelError("file", `a name in its ${kind} message is no text`, { cause: error });
    }
  });
}

/** The one text of a field; empty where there is none. */
export const textOf = (message: Message, number: number): string => textsOf(message, number)[0] ?? "";

/** Integers of a field, also packed ones. @throws ForeignModelError for one beyond 2⁵³ */
export function integersOf({ kind, fields }: Message, number: number): number[] {
  return (fields.get(number) ?? []).flatMap((value) => {
    const found: number[] = [];
    if (value instanceof Uint8Array) {
      const reader = new BinaryReader(value);
      while (reader.pos < reader.len) found.push(exact(BigInt(reader.int64()), kind));
    } else if (typeof value === "bigint") found.push(exact(value, kind));
    return found;
  });
}

/** The one integer of a field; 0 where there is none. */
export const integerOf = (message: Message, number: number): number => integersOf(message, number)[0] ?? 0;

function exact(value: bigint, kind: MessageKind): number {
  if (!Number.isSafeInteger(Number(value))) throw new ForeignModelError("shape", `its ${kind} message holds the integer ${value}, which is beyond 2⁵³`);
  return Number(value);
}
