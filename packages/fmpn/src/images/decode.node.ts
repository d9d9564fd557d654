import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isPixelData, layOnGray, pictureOfPixels } from "./alpha.js";
import { readBmp } from "./bmp.js";
import { checkHeader, MAX_FILE_BYTES, MAX_PIXELS, type DecodeOptions } from "./decode-options.js";
import { fetchPicture } from "./fetch-picture.js";
import { ImageError } from "./image-error.js";
import { HEIC_FAULT } from "./image-header.js";
import type { ImageSource, PixelData } from "./image-source.js";
import { loadSharp, MissingSharpError } from "./load-sharp.js";
import { createPicture, isPicture, type Picture } from "./picture.js";
import { readBlob } from "./read-blob.js";

/**
 * Decodes a JPEG, PNG, WebP, AVIF, GIF (first frame), TIFF (first page) or BMP file to 8-bit sRGB: turned upright by its
 * EXIF orientation, converted from its colour profile, alpha laid on mid-grey, 16 bits and gray brought to three 8-bit
 * channels. The format is known by the file's first bytes, never by its name.
 *
 * @throws ImageError naming the file and the reason where the file is missing, empty, truncated, damaged, too large, a
 * HEIC, an SVG, or no picture; Error where `sharp` is not installed; the signal's reason where it ends a download.
 */
export async function decodeImage(source: ImageSource, options: DecodeOptions = {}): Promise<Picture> {
  if (isPicture(source)) return source;
  const maxPixels = options.maxPixels ?? MAX_PIXELS;
  if (isPixelData(source)) return pictureOfPixels(source, options.name ?? "image", maxPixels);
  const { name, bytes } = await readSource(source, options);
  const header = checkHeader(bytes, name, maxPixels);
  if (header.format === "heic") throw new ImageError(name, HEIC_FAULT.fault, HEIC_FAULT.reason);
  try {
    return header.format === "bmp" ? readBmp(bytes) : await decodeBySharp(bytes, maxPixels);
  } catch (error) {
    throw asImageError(name, error);
  }
}

async function decodeBySharp(bytes: Uint8Array, maxPixels: number): Promise<Picture> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: "error", pages: 1 })
    .autoOrient()
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3) {
    return createPicture(width, height, 3, new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength));
  }
  if (channels === 4) return layOnGray(width, height, data);
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    rgba.fill(data[pixel * channels], pixel * 4, pixel * 4 + 3);
    rgba[pixel * 4 + 3] = channels === 2 ? data[pixel * 2 + 1] : 255;
  }
  return layOnGray(width, height, rgba);
}

async function readSource(source: Exclude<ImageSource, Picture | PixelData>, options: DecodeOptions) {
  if (source instanceof Uint8Array) return { name: options.name ?? "image", bytes: source };
  if (source instanceof ArrayBuffer) return { name: options.name ?? "image", bytes: new Uint8Array(source) };
  if (source instanceof Blob) {
    const name = options.name ?? (source instanceof File ? source.name : "image");
    if (source.size > MAX_FILE_BYTES) throw tooManyBytes(name, source.size);
    return { name, bytes: await readBlob(source, name) };
  }
  if (typeof source !== "string" && !(source instanceof URL)) {
    throw new ImageError(options.name ?? "image", "unsupported", "is what only a browser can read: pass a path or bytes");
  }
  const address = String(source);
  const name = options.name ?? address;
  if (/^(?:https?|data|blob):/i.test(address)) {
    const called = options.name ?? (address.startsWith("data:") ? "image" : address);
    return { name: called, bytes: await fetchPicture(address, called, options.signal) };
  }
  return { name, bytes: await readPicture(source, name) };
}

/** Reads a plain file; a pipe or device could block or never end, so only plain files are opened. */
async function readPicture(source: string | URL, name: string): Promise<Uint8Array> {
  try {
    const path = source instanceof URL || /^file:/i.test(source) ? fileURLToPath(source) : source;
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
