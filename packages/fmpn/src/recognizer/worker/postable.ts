import type { FileSource } from "../../images/image-source.js";

/** Something to post, and what of it is handed over instead of copied. */
export interface Parcel<T> {
  readonly content: T;
  readonly transfer: readonly Transferable[];
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
