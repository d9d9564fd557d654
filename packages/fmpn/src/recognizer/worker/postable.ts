import { isPixelData } from "../../images/alpha.js";
import { decodeImage } from "../../images/decode.js";
import type { FileSource, ImageSource } from "../../images/image-source.js";
import { isPicture } from "../../images/picture.js";
import type { PostedImage } from "./protocol.js";

/** Something to post, and what of it is handed over instead of copied. */
export interface Parcel<T> {
  readonly content: T;
  readonly transfer: readonly Transferable[];
}

/**
 * Makes an image source fit for the way into a worker: what belongs to the page becomes a bitmap of what it shows now.
 *
 * @throws ImageError where it cannot be read
 */
export async function postableImage(source: ImageSource, name?: string): Promise<Parcel<PostedImage>> {
  if (isPicture(source) || isPixelData(source)) return { content: source, transfer: [] };
  if (isFile(source)) return await postableFile(source);
  try {
    const bitmap = await createImageBitmap(source);
    return { content: bitmap, transfer: [bitmap] };
  } catch {
    // Decoding here fails too, and says why.
    return { content: await decodeImage(source, name === undefined ? {} : { name }), transfer: [] };
  }
}

/** A path or address as a text that means the same in a worker; or bytes of their own. */
export async function postableFile(source: FileSource): Promise<Parcel<string | Uint8Array>> {
  if (typeof source === "string" || source instanceof URL) return { content: absolute(source), transfer: [] };
  const bytes = source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : new Uint8Array(source.slice());
  return { content: bytes, transfer: [bytes.buffer] };
}

/** Addresses are relative to the page; in a worker they would be relative to its script. Paths in Node stay as they are. */
export function absolute(address: string | URL): string {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  return base === undefined ? String(address) : new URL(address, base).href;
}

function isFile(source: ImageSource): source is FileSource {
  return typeof source === "string" || source instanceof URL || source instanceof Uint8Array || source instanceof ArrayBuffer || source instanceof Blob;
}
