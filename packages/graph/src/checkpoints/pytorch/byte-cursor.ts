import { CheckpointError } from "../stored-tensor.js";

/** Reads forward through bytes and never past their end. */
export interface ByteCursor {
  readonly position: number;
  readonly remaining: number;
  u8(): number;
  u16(): number;
  u32(): number;
  i32(): number;
  /** An unsigned 64-bit count. Throws if it is beyond 2⁵³. */
  u64(): number;
  /** Big-endian, as pickle writes it. */
  f64(): number;
  take(length: number): Uint8Array;
  /** UTF-8 up to a line feed, which is skipped. */
  line(longest: number): string;
}

/** @param where how errors name the bytes */
export function createCursor(bytes: Uint8Array, where: string, start = 0): ByteCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = start;
  const skip = (length: number): number => {
    const at = position;
    if (length > bytes.length - at) throw new CheckpointError(`${where} is truncated at byte ${at}.`);
    position += length;
    return at;
  };
  return {
    get position() {
      return position;
    },
    get remaining() {
      return bytes.length - position;
    },
    u8: () => view.getUint8(skip(1)),
    u16: () => view.getUint16(skip(2), true),
    u32: () => view.getUint32(skip(4), true),
    i32: () => view.getInt32(skip(4), true),
    u64() {
      const value = Number(view.getBigUint64(skip(8), true));
      if (!Number.isSafeInteger(value)) throw new CheckpointError(`${where} has an absurd count (${value}) at byte ${position - 8}.`);
      return value;
    },
    f64: () => view.getFloat64(skip(8), false),
    take(length) {
      const at = skip(length);
      return bytes.subarray(at, at + length);
    },
    line(longest) {
      const end = bytes.subarray(position, position + longest + 1).indexOf(0x0a);
      if (end < 0) throw new CheckpointError(`${where} has an endless line at byte ${position}.`);
      const text = new TextDecoder().decode(bytes.subarray(position, position + end));
      position += end + 1;
      return text;
    },
  };
}
