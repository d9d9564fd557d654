import { allocate, elementBytes, type ElementType, type TensorData, viewBytes } from "../element-type.js";
import { fromBfloat16 } from "../half-precision.js";
import { formatShape, sizeOf } from "../shape.js";
import { parseHeader } from "./json-header.js";
import { checkedSize, CheckpointError, plainBytes, type StoredTensor } from "./stored-tensor.js";

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: Map<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Some hundred thousand tensors; the reference implementation stops at 100 MB. */
const longestHeader = 32 * 2 ** 20;

const typeOf: Readonly<Record<string, ElementType>> = {
  F32: "float32",
  F16: "float16",
  I64: "int64",
  I32: "int32",
  U8: "uint8",
  I8: "int8",
  BOOL: "bool",
};
/** Types that graphs do not have: their bytes an element, and what they become. F64 is rounded, the others keep their values. */
const converted: Readonly<Record<string, { readonly width: number; readonly type: ElementType; readonly convert: (own: ArrayBuffer) => TensorData }>> = {
  BF16: { width: 2, type: "float32", convert: (own) => fromBfloat16(new Uint16Array(own)) },
  F64: { width: 8, type: "float32", convert: (own) => Float32Array.from(new Float64Array(own)) },
  I16: { width: 2, type: "int32", convert: (own) => Int32Array.from(new Int16Array(own)) },
  U16: { width: 2, type: "int32", convert: (own) => Int32Array.from(new Uint16Array(own)) },
  U32: { width: 4, type: "int64", convert: (own) => BigInt64Array.from(new Uint32Array(own), BigInt) },
  U64: { width: 8, type: "int64", convert: (own) => new BigInt64Array(own) },
};
const nameOf = new Map(Object.entries(typeOf).map(([name, type]) => [type, name]));

/**
 * Reads a safetensors file (github.com/huggingface/safetensors): eight bytes with the header's length, a JSON header,
 * the tensors' bytes. BF16 becomes float32, which holds it exactly, F64 is rounded to it; float16 stays as it is, other integers
 * become int32 or int64.
 * Everything is checked before anything is copied: what the header says must be exactly what the bytes are.
 *
 * @param what the file's name, for errors
 * @throws CheckpointError naming the file and, where it is one tensor's fault, the tensor
 */
export function readSafetensors(bytes: Uint8Array, what: string): Safetensors {
  if (bytes.length < 8) throw new CheckpointError(`${what}: ${bytes.length} bytes are no safetensors file.`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > longestHeader) throw new CheckpointError(`${what}: no safetensors file, or a header of ${length} bytes (at most ${longestHeader} are read).`);
  if (length > bytes.length - 8) throw new CheckpointError(`${what}: truncated, the header of ${length} bytes goes past the end of the file.`);
  const header = parseHeader(decodeText(bytes.subarray(8, 8 + length), what), `${what}: the header`);
  if (!isObject(header)) throw new CheckpointError(`${what}: the header is not a JSON object.`);
  const body = plainBytes(bytes).subarray(8 + length);
  const { __metadata__: metadata, ...tensors } = header;
  const entries = Object.entries(tensors).map(([name, entry]) => checkEntry(name, entry, what));
  checkCoverage(entries, body.length, what);
  return {
    metadata: checkMetadata(metadata, what),
    tensors: new Map(entries.map((entry) => [entry.name, copyOut(entry, body)])),
  };
}

interface Entry {
  readonly name: string;
  readonly kind: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function checkEntry(name: string, entry: unknown, what: string): Entry {
  const where = `${what}: tensor "${name.slice(0, 200)}"`;
  if (!isObject(entry)) throw new CheckpointError(`${where} is not described by an object.`);
  const { dtype, shape, data_offsets: offsets, ...rest } = entry;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new CheckpointError(`${where} has the unknown key "${unknown.slice(0, 200)}".`);
  const width = typeof dtype === "string" ? widthOf(dtype) : undefined;
  if (typeof dtype !== "string" || width === undefined) {
    throw new CheckpointError(`${where} has the element type ${JSON.stringify(dtype)?.slice(0, 50)}; read are ${[...Object.keys(typeOf), ...Object.keys(converted)].join(", ")}. Convert it to F32.`);
  }
  if (!Array.isArray(shape)) throw new CheckpointError(`${where} has no shape.`);
  const size = checkedSize(shape, where) * width;
  const [begin, end] = Array.isArray(offsets) && offsets.length === 2 ? (offsets as unknown[]) : [];
  if (!isOffset(begin) || !isOffset(end) || end < begin) throw new CheckpointError(`${where} has no valid data_offsets.`);
  if (end - begin !== size) {
    throw new CheckpointError(`${where} of shape ${formatShape(shape as number[])} (${dtype}) needs ${size} bytes, its offsets hold ${end - begin}.`);
  }
  return { name, kind: dtype, shape: shape as number[], begin, end };
}

/** Bytes of an element; undefined for a type that is not read. */
function widthOf(dtype: string): number | undefined {
  if (Object.hasOwn(typeOf, dtype)) return elementBytes(typeOf[dtype] ?? "uint8");
  return Object.hasOwn(converted, dtype) ? converted[dtype]?.width : undefined;
}

/** The format wants every byte to belong to exactly one tensor. */
function checkCoverage(entries: readonly Entry[], length: number, what: string): void {
  let reached = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    const where = `${what}: tensor "${name.slice(0, 200)}"`;
    if (begin < reached) throw new CheckpointError(`${where} overlaps another one.`);
    if (begin > reached) throw new CheckpointError(`${where} leaves a gap of ${begin - reached} bytes before it.`);
    if (end > length) throw new CheckpointError(`${where} goes past the end of the file, which is truncated.`);
    reached = end;
  }
  if (reached !== length) throw new CheckpointError(`${what}: ${length - reached} bytes at the end belong to no tensor.`);
}

function copyOut({ kind, shape, begin, end }: Entry, body: Uint8Array): StoredTensor {
  const bytes = body.slice(begin, end);
  const other = Object.hasOwn(converted, kind) ? converted[kind] : undefined;
  if (other !== undefined) return { shape, type: other.type, data: other.convert(bytes.buffer) };
  const type = typeOf[kind] ?? "uint8";
  return { shape, type, data: viewBytes(type, bytes) };
}

/**
 * Writes a safetensors file. The widest elements come first, so that every tensor is aligned; otherwise the order is the map's.
 *
 * @param metadata strings that travel in the header
 */
export function writeSafetensors(tensors: ReadonlyMap<string, StoredTensor>, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const ordered = [...tensors].toSorted(([, a], [, b]) => elementBytes(b.type) - elementBytes(a.type));
  const header: [string, unknown][] = Object.keys(metadata).length > 0 ? [["__metadata__", metadata]] : [];
  let end = 0;
  for (const [name, { shape, type, data }] of ordered) {
    if (name === "__metadata__") throw new CheckpointError("A tensor cannot be called __metadata__: the format keeps that name.");
    if (data.length !== sizeOf(shape) || data.constructor !== allocate(type, 0).constructor) {
      throw new CheckpointError(`Tensor "${name}": ${data.length} values in a ${data.constructor.name} are no ${type} of shape ${formatShape(shape)}.`);
    }
    const begin = end;
    end += data.byteLength;
    header.push([name, { dtype: nameOf.get(type), shape, data_offsets: [begin, end] }]);
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + length + end).fill(0x20, 8, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(text, 8);
  let at = 8 + length;
  for (const [, { data }] of ordered) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

function checkMetadata(value: unknown, what: string): Record<string, string> {
  if (value === undefined) return {};
  if (!isObject(value) || Object.values(value).some((entry) => typeof entry !== "string")) {
    throw new CheckpointError(`${what}: the header's __metadata__ is not a map of strings.`);
  }
  return value as Record<string, string>;
}

function decodeText(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CheckpointError(`${what}: the header is not UTF-8 text.`, { cause: error });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOffset(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
