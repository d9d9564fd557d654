import { ForeignModelError, shown } from "./foreign-model-error.js";
import { children, integerOf, integersOf, type Message, textOf } from "./message-tree.js";

/** Where a tensor's bytes lie, when they lie in another file. */
export interface ExternalBytes {
  /** As the model has it: a path that is not to be trusted. */
  readonly location: string;
  readonly offset: number;
  /** How many the tensor's type and shape need. */
  readonly length: number;
}

/** Bytes of an element by `TensorProto.DataType`; texts (8) have none. */
const elementBytes: Readonly<Record<number, number>> = {
  1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8, 14: 8, 15: 16, 16: 2, 17: 1, 18: 1, 19: 1, 20: 1, 21: 0.5, 22: 0.5, 23: 0.5,
};
const TEXT = 8;
const MOST_AXES = 16;

/**
 * Checks that a tensor holds what its type and shape say, and takes bytes that lie in another file into it where the caller reads
 * them; the runtime then has no file to look for.
 *
 * @param read gives exactly `length` bytes; without it a tensor with external data is refused
 * @returns its bytes
 * @throws ForeignModelError
 */
export function screenTensor(tensor: Message, read: ((bytes: ExternalBytes) => Uint8Array) | undefined): number {
  const name = shown(textOf(tensor, 8));
  if (tensor.fields.has(3)) throw new ForeignModelError("file", `its tensor ${name} is cut into segments, which no runtime reads`);
  const type = integerOf(tensor, 2);
  const count = elements(integersOf(tensor, 1), name);
  if (tensor.fields.has(13) || integerOf(tensor, 14) !== 0) return takeExternal(tensor, type, count, name, read);
  if (type === TEXT) {
    const texts = tensor.fields.get(6) ?? [];
    if (texts.length !== count) throw new ForeignModelError("shape", `its tensor ${name} has ${texts.length} texts where its shape has ${count}`);
    return texts.reduce<number>((sum, text) => sum + (text as Uint8Array).length, 0);
  }
  const bytes = bytesOf(type, count, name);
  const [raw] = tensor.fields.get(9) ?? [];
  if (raw instanceof Uint8Array && (raw.length > 0 || count === 0)) {
    if (raw.length !== bytes) throw new ForeignModelError("shape", `its tensor ${name} has ${raw.length} bytes where its shape needs ${bytes}`);
    return bytes;
  }
  const listed = [4, 5, 7, 10, 11].reduce((sum, field) => sum + listedValues(tensor, field), 0);
  // Complex numbers are two values each, numbers of four bits share one.
  const wanted = type === 14 || type === 15 ? 2 * count : type >= 21 ? Math.ceil(count / 2) : count;
  if (listed !== wanted) throw new ForeignModelError("shape", `its tensor ${name} has ${listed} values where its shape needs ${wanted}`);
  return bytes;
}

function elements(shape: readonly number[], name: string): number {
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.length > MOST_AXES || shape.some((size) => size < 0) || !Number.isSafeInteger(shape.reduce((product, size) => product * Math.max(1, size), 16))) {
    throw new ForeignModelError("shape", `its tensor ${name} has an absurd shape: ${shape.slice(0, MOST_AXES).join("×")}`);
  }
  return count;
}

function bytesOf(type: number, count: number, name: string): number {
  const each = elementBytes[type];
  if (each === undefined) throw new ForeignModelError("operators", `its tensor ${name} has the element type ${type}, which is not known here`);
  return Math.ceil(count * each);
}

/** How many numbers a field lists, each in a field of its own or packed. */
function listedValues(tensor: Message, field: number): number {
  const width = field === 4 ? 4 : field === 10 ? 8 : undefined;
  return (tensor.fields.get(field) ?? []).reduce<number>((sum, value) => {
    if (!(value instanceof Uint8Array)) return sum + 1;
    // The last byte of each variable-width integer is the one below 128.
    return sum + (width === undefined ? value.reduce((ends, byte) => ends + (byte < 0x80 ? 1 : 0), 0) : value.length / width);
  }, 0);
}

function takeExternal(tensor: Message, type: number, count: number, name: string, read: ((bytes: ExternalBytes) => Uint8Array) | undefined): number {
  const entries = new Map(children(tensor, 13).map((entry) => [textOf(entry, 1), textOf(entry, 2)]));
  const location = entries.get("location") ?? "";
  if (read === undefined) throw new ForeignModelError("external data", `its tensor ${name} lies in another file, ${shown(location)}, which is not read unless that is asked for`);
  const length = bytesOf(type, count, name);
  const offset = Number(entries.get("offset") ?? 0);
  const stated = entries.get("length");
  if (location === "" || !Number.isSafeInteger(offset) || offset < 0 || (stated !== undefined && Number(stated) !== length)) {
    throw new ForeignModelError("external data", `its tensor ${name} lies in ${shown(location)}, but where in it is not said rightly (offset ${shown(String(entries.get("offset")))}, length ${shown(String(stated))}; its shape needs ${length} bytes)`);
  }
  const bytes = read({ location, offset, length });
  if (bytes.length !== length) throw new ForeignModelError("external data", `its tensor ${name} needs ${length} bytes of ${shown(location)}, which has ${bytes.length} there`);
  for (const field of [4, 5, 6, 7, 10, 11, 13, 14]) tensor.fields.delete(field);
  tensor.fields.set(9, [bytes]);
  return length;
}
