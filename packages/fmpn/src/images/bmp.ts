import { createPicture, type Picture } from "./picture.js";
import { layOnGray } from "./alpha.js";

/**
 * Reads a Windows bitmap: 1, 4 and 8 bits with a palette, 16 and 32 bits with or without bit masks, 24 bits; rows from
 * the bottom or the top. The size must have been checked against a limit before.
 *
 * Source: Microsoft, "Bitmap Storage", BITMAPINFOHEADER and BITMAPV4HEADER.
 *
 * @throws Error naming the reason: run-length or embedded compression, an unknown depth, too few bytes.
 */
export function readBmp(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 26) throw new Error("ends inside of the header");
  const headerSize = view.getUint32(14, true);
  const core = headerSize === 12;
  if (!core && (headerSize < 40 || bytes.length < 14 + headerSize)) throw new Error("has a damaged bitmap header");
  const width = core ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = core ? view.getUint16(20, true) : view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  const bits = view.getUint16(core ? 24 : 28, true);
  const compression = core ? 0 : view.getUint32(30, true);
  if (compression !== 0 && compression !== 3) throw new Error("is a compressed bitmap, which is not read");
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new Error(`is a bitmap of ${bits} bits, which is not read`);

  const start = view.getUint32(10, true);
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (start + stride * height > bytes.length) throw new Error("ends before its last row");

  const colour = bits <= 8 ? paletteColour(view, headerSize, bits, start) : maskedColour(view, headerSize, bits, compression);
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const row = start + (signedHeight < 0 ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) colour(row, x, rgba, (y * width + x) * 4);
  }
  return width === 0 || height === 0 ? createPicture(width, height, 3) : layOnGray(width, height, rgba);
}

/** Writes the colour of the pixel `x` of the row at byte `row` to `to[at…at+3]`. */
type ColourReader = (row: number, x: number, to: Uint8ClampedArray, at: number) => void;

function paletteColour(view: DataView, headerSize: number, bits: number, start: number): ColourReader {
  const entrySize = headerSize === 12 ? 3 : 4;
  const palette = 14 + headerSize;
  const entries = Math.min(1 << bits, Math.floor((start - palette) / entrySize));
  const perByte = 8 / bits;
  return (row, x, to, at) => {
    const byte = view.getUint8(row + Math.floor(x / perByte));
    const index = (byte >> (8 - bits - (x % perByte) * bits)) & ((1 << bits) - 1);
    if (index >= entries) throw new Error("uses a colour outside of its palette");
    const entry = palette + index * entrySize;
    to[at] = view.getUint8(entry + 2);
    to[at + 1] = view.getUint8(entry + 1);
    to[at + 2] = view.getUint8(entry);
    to[at + 3] = 255;
  };
}

function maskedColour(view: DataView, headerSize: number, bits: number, compression: number): ColourReader {
  if (bits === 24) {
    return (row, x, to, at) => {
      const from = row + x * 3;
      to[at] = view.getUint8(from + 2);
      to[at + 1] = view.getUint8(from + 1);
      to[at + 2] = view.getUint8(from);
      to[at + 3] = 255;
    };
  }
  // Without masks, 32 bits are X8R8G8B8 and 16 bits X1R5G5B5; alpha counts only where a mask names it.
  const named = compression === 3;
  const red = named ? view.getUint32(54, true) : bits === 32 ? 0xff0000 : 0x7c00;
  const green = named ? view.getUint32(58, true) : bits === 32 ? 0xff00 : 0x3e0;
  const blue = named ? view.getUint32(62, true) : bits === 32 ? 0xff : 0x1f;
  const alpha = named && headerSize >= 56 ? view.getUint32(66, true) : 0;
  const read = [red, green, blue].map((mask) => maskReader(mask));
  const readAlpha = alpha === 0 ? () => 255 : maskReader(alpha);
  return (row, x, to, at) => {
    const value = bits === 32 ? view.getUint32(row + x * 4, true) : view.getUint16(row + x * 2, true);
    for (const [channel, reader] of read.entries()) to[at + channel] = reader(value);
    to[at + 3] = readAlpha(value);
  };
}

function maskReader(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (value) => (((value & mask) >>> shift) * 255) / most;
}
