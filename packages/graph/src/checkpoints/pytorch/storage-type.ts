import { type ElementType, viewBytes, type TensorData } from "../../element-type.js";
import { fromBfloat16 } from "../../half-precision.js";

/** How the elements of one of PyTorch's storages are read. */
export interface StorageType {
  readonly name: string;
  /** Bytes of an element in the file. */
  readonly width: number;
  /** What they become. */
  readonly type: ElementType;
  /** @param bytes little-endian elements at any alignment */
  readonly decode: (bytes: Uint8Array) => TensorData;
}

function plain(name: string, width: number, type: ElementType): StorageType {
  return { name, width, type, decode: (bytes) => viewBytes(type, bytes) };
}

function converted(name: string, width: number, type: ElementType, convert: (own: ArrayBuffer) => TensorData): StorageType {
  return { name, width, type, decode: (bytes) => convert(bytes.slice().buffer) };
}

/**
 * The storages that are read, by their global names. Half stays float16; BFloat16 becomes float32 exactly; Double is rounded
 * to float32, because graphs compute in it; Short becomes int32.
 */
export const storageTypes: ReadonlyMap<string, StorageType> = new Map(
  [
    plain("torch.FloatStorage", 4, "float32"),
    plain("torch.HalfStorage", 2, "float16"),
    converted("torch.BFloat16Storage", 2, "float32", (own) => fromBfloat16(new Uint16Array(own))),
    converted("torch.DoubleStorage", 8, "float32", (own) => Float32Array.from(new Float64Array(own))),
    plain("torch.LongStorage", 8, "int64"),
    plain("torch.IntStorage", 4, "int32"),
    converted("torch.ShortStorage", 2, "int32", (own) => Int32Array.from(new Int16Array(own))),
    plain("torch.CharStorage", 1, "int8"),
    plain("torch.ByteStorage", 1, "uint8"),
    plain("torch.BoolStorage", 1, "bool"),
  ].map((type) => [type.name, type]),
);
