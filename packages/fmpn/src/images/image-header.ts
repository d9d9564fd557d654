import { bmpSize, gifSize, heifSize, jpegSize, pngSize, tiffSize, webpSize, type HeaderSize } from "./image-sizes.js";

/** The formats that are read; TIFF in Node only, HEIC in some browsers only. */
export type ImageFormat = "jpeg" | "png" | "webp" | "avif" | "heic" | "gif" | "tiff" | "bmp";

/** What a file says of itself in its first bytes. */
export interface ImageHeader extends HeaderSize {
  readonly format: ImageFormat;
}

/** A header that does not lead to a picture: what {@link readImageHeader} answers instead of throwing. */
export interface HeaderFault {
  readonly fault: "empty" | "unsupported" | "truncated" | "damaged";
  readonly reason: string;
}

/** Phones write HEIC, but its patents keep most programs from reading it. */
export const HEIC_FAULT: HeaderFault = { fault: "unsupported", reason: "is a HEIC picture; convert it to JPEG" };

const SIZES: Record<ImageFormat, (bytes: Uint8Array) => HeaderSize | undefined> = {
  jpeg: jpegSize,
  png: pngSize,
  webp: webpSize,
  avif: heifSize,
  heic: heifSize,
  gif: gifSize,
  tiff: tiffSize,
  bmp: bmpSize,
};

/**
 * The format by its first bytes (never by the file's name) and the size it declares, before any pixel is decoded: a
 * picture of 50,000 × 50,000 pixels is a few kilobytes in a file and ten gigabytes in memory.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | HeaderFault {
  if (bytes.length === 0) return { fault: "empty", reason: "has zero bytes" };
  const format = imageFormat(bytes);
  if (format === undefined) return unsupported(bytes);
  const size = SIZES[format](bytes);
  if (size === undefined) {
    if (format === "heic") return HEIC_FAULT;
    return { fault: "truncated", reason: `starts as ${format.toUpperCase()} but ends before its size is told` };
  }
  if (size.width < 1 || size.height < 1) {
    return { fault: "damaged", reason: `says that it has ${size.width} × ${size.height} pixels` };
  }
  return { format, ...size };
}

/** The format by its first bytes, if it is one that is read. */
export function imageFormat(bytes: Uint8Array): ImageFormat | undefined {
  if (startsWith(bytes, "\xff\xd8\xff")) return "jpeg";
  if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return "png";
  if (startsWith(bytes, "GIF87a") || startsWith(bytes, "GIF89a")) return "gif";
  if (startsWith(bytes, "RIFF") && startsWith(bytes.subarray(8), "WEBP")) return "webp";
  if (startsWith(bytes.subarray(4), "ftyp")) return heifFormat(bytes);
  if (startsWith(bytes, "II*\0") || startsWith(bytes, "MM\0*")) return "tiff";
  if (startsWith(bytes, "BM")) return "bmp";
  return undefined;
}

/**
 * AVIF and HEIC are both HEIF (ISO/IEC 23008-12), told apart by the brands of the first box: the major one, four bytes of
 * version, and those that the file is compatible with.
 */
function heifFormat(bytes: Uint8Array): "avif" | "heic" | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(view.getUint32(0), bytes.length, 1024);
  const brands = new Set([text(bytes.subarray(8, 12))]);
  for (let at = 16; at + 4 <= end; at += 4) brands.add(text(bytes.subarray(at, at + 4)));
  const named = (pattern: RegExp): boolean => [...brands].some((brand) => pattern.test(brand));
  if (named(/^avi[fs]$/)) return "avif";
  return named(/^(?:hei[cxms]|hev[cxms]|mif1|miaf)$/) ? "heic" : undefined;
}

function unsupported(bytes: Uint8Array): HeaderFault {
  const head = text(bytes.subarray(0, 1024)).replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "").replaceAll("\0", "");
  if (/<svg[\s>]/i.test(head) || /^\s*(?:<\?xml|<!DOCTYPE svg)/i.test(head)) {
    // An SVG is a program that may ask for other files; a photo is never one.
    return { fault: "unsupported", reason: "is an SVG or XML drawing, which is refused: it may link to other files" };
  }
  if (head.startsWith("%PDF")) return { fault: "unsupported", reason: "is a PDF, not a picture" };
  if (/^\s*<(?:!doctype html|html)/i.test(head)) return { fault: "unsupported", reason: "is a web page, not a picture" };
  return {
    fault: "unsupported",
    reason: "is no picture that is read here (JPEG, PNG, WebP, AVIF, GIF, TIFF, BMP) by its first bytes",
  };
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  for (let i = 0; i < signature.length; i++) if (bytes[i] !== signature.charCodeAt(i)) return false;
  return true;
}

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
