import { truncated } from "./end-mark.js";
import { ImageError } from "./image-error.js";
import { readImageHeader, type ImageHeader } from "./image-header.js";

/** Settings of `decodeImage`. */
export interface DecodeOptions {
  /** What error messages call the picture; by default its path or address, or `image`. */
  readonly name?: string | undefined;
  /** Most pixels that a picture may declare, by default {@link MAX_PIXELS}. */
  readonly maxPixels?: number | undefined;
  /** Ends a download. */
  readonly signal?: AbortSignal | undefined;
}

/** 100 megapixels: more than any phone's camera writes by default, and 400 MB while it is decoded. */
export const MAX_PIXELS = 100_000_000;

/** A picture file larger than this is not read into memory. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;

/**
 * The header of `bytes`, checked before anything is decoded. A JPEG or PNG may still lack its end: `whole` tells.
 *
 * @throws ImageError where the file is empty, truncated, too large or of no format that is read here.
 */
export function checkHeader(bytes: Uint8Array, name: string, maxPixels: number): ImageHeader {
  const header = readImageHeader(bytes);
  if ("fault" in header) throw new ImageError(name, header.fault, header.reason);
  checkPixels(header.width, header.height, name, maxPixels);
  // Of these the decoder finds out whether only the end mark is missing.
  if (!header.whole && header.format !== "jpeg" && header.format !== "png") throw truncated(name, header);
  return header;
}

/** @throws ImageError where `width × height` is above the limit. */
export function checkPixels(width: number, height: number, name: string, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  const limit = `${(maxPixels / 1e6).toLocaleString("en")} million are allowed`;
  throw new ImageError(name, "too-large", `has ${width} × ${height} pixels, ${limit}`);
}
