/** Element types that graphs use. Arithmetic is float32; the others serve indices, masks and stored weights. */
export type ElementType = "float32" | "float16" | "int64" | "int32" | "uint8" | "int8" | "bool";

/** Values of a tensor on the host. `float16` travels as its bit patterns, `bool` as 0 and 1. */
export type TensorData = Float32Array | Uint16Array | BigInt64Array | Int32Array | Uint8Array | Int8Array;

/** ONNX's number for an element type (`TensorProto.DataType`). */
export const onnxElementType: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
};

const arrayOf = {
  float32: Float32Array,
  float16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  bool: Uint8Array,
} as const;

/** Bytes of one element. */
export function elementBytes(type: ElementType): number {
  return arrayOf[type].BYTES_PER_ELEMENT;
}

/** A zeroed array for `length` elements of the type. */
export function allocate(type: ElementType, length: number): TensorData {
  return new arrayOf[type](length);
}

/** Views bytes as elements of the type, copying only where their alignment asks for it. */
export function viewBytes(type: ElementType, bytes: Uint8Array): TensorData {
  const { BYTES_PER_ELEMENT: width } = arrayOf[type];
  const aligned = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  return new arrayOf[type](aligned.buffer as ArrayBuffer, aligned.byteOffset, Math.floor(aligned.byteLength / width));
}
