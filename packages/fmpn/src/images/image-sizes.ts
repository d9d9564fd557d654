// The declared size of each format, from the few bytes that hold it. Each reader answers undefined where the file ends
// too early, and never reads outside of its bytes.

/** What a header declares. */
export interface HeaderSize {
  readonly width: number;
  readonly height: number;
  /** False where the file is known to lack its end. Formats without a mark or length at the end are taken as whole. */
  readonly whole: boolean;
}

/** PNG: IHDR right after the signature; the last chunk is IEND. */
export function pngSize(bytes: Uint8Array): HeaderSize | undefined {
  if (bytes.length < 24) return undefined;
  const view = viewOf(bytes);
  let at = 8;
  while (at + 12 <= bytes.length && view.getUint32(at + 4) !== 0x49454e44) at += 12 + view.getUint32(at);
  return { width: view.getUint32(16), height: view.getUint32(20), whole: at + 12 <= bytes.length };
}

/** JPEG: the first frame header (SOF0…SOF15 without DHT, JPG and DAC); the end is marked by FF D9. */
export function jpegSize(bytes: Uint8Array): HeaderSize | undefined {
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (view.getUint8(at) !== 0xff) {
      at++;
      continue;
    }
    const marker = view.getUint8(at + 1);
    if (marker === 0xff || marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), whole: hasJpegEnd(bytes, at) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Cameras append other data after the picture, so the mark is sought from the end, not expected at it. */
function hasJpegEnd(bytes: Uint8Array, after: number): boolean {
  for (let at = bytes.length - 2; at > after; at--) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}

/** GIF: the logical screen. */
export function gifSize(bytes: Uint8Array): HeaderSize | undefined {
  if (bytes.length < 13) return undefined;
  const view = viewOf(bytes);
  return { width: view.getUint16(6, true), height: view.getUint16(8, true), whole: bytes.length > 26 };
}

/** WebP: VP8X, VP8 (lossy) or VP8L (lossless) in a RIFF that tells its length. */
export function webpSize(bytes: Uint8Array): HeaderSize | undefined {
  if (bytes.length < 30) return undefined;
  const view = viewOf(bytes);
  const whole = bytes.length >= view.getUint32(4, true) + 8;
  const kind = view.getUint32(12);
  if (kind === 0x56503858) {
    const width = 1 + (view.getUint32(24, true) & 0xffffff);
    const height = 1 + (view.getUint16(27, true) | (view.getUint8(29) << 16));
    return { width, height, whole };
  }
  if (kind === 0x5650384c) {
    const packed = view.getUint32(21, true);
    return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff), whole };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, whole };
}

/** AVIF and HEIC: the largest `ispe` property in the first boxes (tiles of a grid have their own, smaller one). */
export function heifSize(bytes: Uint8Array): HeaderSize | undefined {
  const view = viewOf(bytes);
  let found: HeaderSize | undefined;
  const end = Math.min(bytes.length - 16, 1 << 18);
  for (let at = 8; at <= end; at++) {
    if (view.getUint32(at) !== 0x69737065) continue;
    const width = view.getUint32(at + 8);
    const height = view.getUint32(at + 12);
    if (found === undefined || width * height > found.width * found.height) found = { width, height, whole: true };
  }
  return found;
}

/** TIFF: the tags ImageWidth (256) and ImageLength (257) of the first directory. */
export function tiffSize(bytes: Uint8Array): HeaderSize | undefined {
  if (bytes.length < 8) return undefined;
  const view = viewOf(bytes);
  const little = bytes[0] === 0x49;
  const directory = view.getUint32(4, little);
  if (directory + 2 > bytes.length) return undefined;
  const entries = view.getUint16(directory, little);
  let width: number | undefined;
  let height: number | undefined;
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > bytes.length) return undefined;
    const tag = view.getUint16(at, little);
    const value = view.getUint16(at + 2, little) === 3 ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little);
    if (tag === 256) width = value;
    if (tag === 257) height = value;
  }
  return width === undefined || height === undefined ? undefined : { width, height, whole: true };
}

/** BMP: the size in the core (12 bytes) or info header; a negative height means rows from the top. */
export function bmpSize(bytes: Uint8Array): HeaderSize | undefined {
  if (bytes.length < 26) return undefined;
  const view = viewOf(bytes);
  // The file's own length field is often wrong in the wild; the reader checks the length of the pixels itself.
  if (view.getUint32(14, true) === 12) {
    return { width: view.getUint16(18, true), height: view.getUint16(20, true), whole: true };
  }
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)), whole: true };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
