import { BinaryReader, decodeText, WireType } from "./wire.js";
import { OnnxError } from "./model.js";

/** A message's fields by number, in the order of the file. */
export type Fields = ReadonlyMap<number, readonly FieldValue[]>;
/** A field as it lies in the file: a number for the fixed and variable widths, bytes for everything with a length. */
type FieldValue = bigint | number | Uint8Array;

/** Splits a message into its fields, by number. Bounds are the reader's: it throws where a field leaves its message. */
export function fieldsOf(bytes: Uint8Array): Fields {
  const reader = new BinaryReader(bytes);
  const fields = new Map<number, FieldValue[]>();
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    const values = fields.get(number) ?? [];
    fields.set(number, values);
    if (wire === WireType.LengthDelimited) values.push(reader.bytes());
    else if (wire === WireType.Varint) values.push(reader.int64());
    else if (wire === WireType.Bit32) values.push(reader.float());
    else if (wire === WireType.Bit64) values.push(reader.double());
    else throw new OnnxError(`field ${number} has the wire type ${wire}; this is no ONNX model.`);
  }
  return fields;
}

/** The bytes of a field's messages or texts. */
export const messages = (fields: Fields, number: number): Uint8Array[] =>
  (fields.get(number) ?? []).map((value) => {
    if (!(value instanceof Uint8Array)) throw new OnnxError(`field ${number} is no message; this is no ONNX model.`);
    return value;
  });
export const texts = (fields: Fields, number: number): string[] => messages(fields, number).map(decodeText);
/** A text field; the last one counts, as protobuf wants it. Empty where there is none. */
export const text = (fields: Fields, number: number): string => texts(fields, number).at(-1) ?? "";

/** Integers, each in a field of its own or packed. */
export const bigIntegers = (fields: Fields, number: number): bigint[] => wholeNumbers(fields, number).map(BigInt);

/** The same as numbers, where numbers hold them. */
function wholeNumbers(fields: Fields, number: number): (number | bigint)[] {
  return (fields.get(number) ?? []).flatMap((value) => {
    if (!(value instanceof Uint8Array)) return [value];
    const reader = new BinaryReader(value);
    const numbers: (number | bigint)[] = [];
    while (reader.pos < reader.len) numbers.push(reader.int64());
    return numbers;
  });
}

/** The largest integer of 64 bits: a slice's end that means "to the last". */
const LARGEST = 2n ** 63n - 1n;

/** Integers that JavaScript's numbers hold; the largest of 64 bits becomes the largest of these. */
export const integers = (fields: Fields, number: number): number[] =>
  wholeNumbers(fields, number).map((value) => {
    if (value === LARGEST) return Number.MAX_SAFE_INTEGER;
    if (!Number.isSafeInteger(Number(value))) throw new OnnxError(`the integer ${value} is beyond 2⁵³.`);
    return Number(value);
  });
/** An integer field; 0 where there is none. */
export const integer = (fields: Fields, number: number): number => integers(fields, number).at(-1) ?? 0;

/** Floats, each in a field of its own or packed. */
export function floats(fields: Fields, number: number): number[] {
  return (fields.get(number) ?? []).flatMap((value) => {
    if (!(value instanceof Uint8Array)) return [Number(value)];
    if (value.length % 4 !== 0) throw new OnnxError(`${value.length} bytes are no floats.`);
    return [...new Float32Array(value.slice().buffer)];
  });
}

/** Throws if one of the fields, given by number with its meaning, is there. */
export function refuse(fields: Fields, refused: Readonly<Record<number, string>>, where: string): void {
  for (const [number, meaning] of Object.entries(refused)) {
    if (fields.has(Number(number))) throw new OnnxError(`${where} has ${meaning}, which is not read.`);
  }
}
