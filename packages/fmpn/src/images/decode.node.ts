import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { pictureOfPixels } from "./alpha.js";
import { readBmp } from "./bmp.js";
import { BASE64_FAULT, isBase64Text } from "./data-address.js";
import { checkHeader, MAX_FILE_BYTES, MAX_PIXELS, type DecodeOptions } from "./decode-options.js";
import { decodeBySharp } from "./decode-by-sharp.js";
import { truncated, withEndMark } from "./end-mark.js";
import { fetchPicture } from "./fetch-picture.js";
import { ImageError } from "./image-error.js";
import { HEIC_FAULT } from "./image-header.js";
import type { ImageSource } from "./image-source.js";
import { describe, type KnownFile, knowSource } from "./known-source.js";
import { MissingSharpError } from "./load-sharp.js";
import type { Picture } from "./picture.js";
import { readBlob } from "./read-blob.js";
import { nameOfSource } from "./source-name.js";

/**
 * Decodes a JPEG, PNG, WebP, AVIF, GIF (first frame), TIFF (first page) or BMP file to 8-bit sRGB: turned upright by its
 * EXIF orientation, converted from its colour profile, alpha laid on mid-grey, 16 bits, floating-point
 * numbers from 0 to 1 and gray brought to three 8-bit channels. The format is known by the file's first bytes, never by its name.
 *
 * @throws ImageError naming the file and the reason where the file is missing, empty, truncated, damaged, too large, a
 * HEIC, an SVG, or no picture; TypeError for what is no image source; Error where `sharp` is not installed; the signal's
 * reason where it ends a download.
 */
export async function decodeImage(source: ImageSource, options: DecodeOptions = {}): Promise<Picture> {
  const known = knowSource(source);
  if (known.kind === "picture") return known.picture;
  if (known.kind === "drawable") throw new TypeError(`Only a browser can read ${describe(source)}: pass a path, bytes or pixels.`);
  const maxPixels = options.maxPixels ?? MAX_PIXELS;
  const name = options.name ?? nameOfSource(known, "image");
  if (known.kind === "pixels") return pictureOfPixels(known.pixels, name, maxPixels);
  const bytes = await bytesOf(known, name, options.signal);
  const header = checkHeader(bytes, name, maxPixels);
  if (header.format === "heic") throw new ImageError(name, HEIC_FAULT.fault, HEIC_FAULT.reason);
  try {
    if (header.format === "bmp") return readBmp(bytes);
    // With the mark of its own a JPEG that lacks pixels gives a warning, and a PNG an error with any.
    return await (header.whole ? decodeBySharp(bytes, maxPixels, "error") : decodeBySharp(withEndMark(header, bytes), maxPixels, "warning"));
  } catch (error) {
    throw header.whole || error instanceof MissingSharpError ? asImageError(name, error) : truncated(name, header, error);
  }
}

async function bytesOf(source: KnownFile, name: string, signal?: AbortSignal): Promise<Uint8Array> {
  if (source.kind === "bytes") return source.bytes;
  if (source.kind === "address") return await (/^(?:https?|data|blob):/i.test(source.address) ? fetchPicture(source.address, name, signal) : readPicture(source.address, name));
  if (source.blob.size > MAX_FILE_BYTES) throw tooManyBytes(name, source.blob.size);
  return await readBlob(source.blob, name);
}

/** Reads a plain file; a pipe or device could block or never end, so only plain files are opened. */
async function readPicture(address: string, name: string): Promise<Uint8Array> {
  if (isBase64Text(address)) throw new ImageError(name, "unsupported", BASE64_FAULT);
  try {
    const path = /^file:/i.test(address) ? fileURLToPath(address) : address;
    const facts = await stat(path);
    if (!facts.isFile()) throw new ImageError(name, "unreadable", facts.isDirectory() ? "is a folder" : "is no plain file");
    if (facts.size > MAX_FILE_BYTES) throw tooManyBytes(name, facts.size);
    return await readFile(path);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = code === "ENOENT" ? "does not exist" : code === "EACCES" ? "may not be read" : `could not be read (${code})`;
    throw new ImageError(name, "unreadable", reason, { cause: error });
  }
}

function tooManyBytes(name: string, size: number): ImageError {
  return new ImageError(name, "too-large", `has ${size} bytes, ${MAX_FILE_BYTES} are allowed`);
}

function asImageError(name: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof MissingSharpError) return error;
  const reason = error.message.replace(/\s+/g, " ").trim();
  if (/pixel limit/.test(reason)) return new ImageError(name, "too-large", "has more pixels than allowed", { cause: error });
  if (/premature|truncated|ends |end of (?:file|stream|image)|not enough|insufficient/i.test(reason)) {
    return new ImageError(name, "truncated", `ends before its pixels do (${reason})`, { cause: error });
  }
  return new ImageError(name, "damaged", `cannot be decoded (${reason})`, { cause: error });
}
