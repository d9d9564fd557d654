import { absoluteAddress } from "#absolute-address";
import { isBase64Text } from "../../images/data-address.js";
import type { KnownFile } from "../../images/known-source.js";

/** Something to post, and what of it is handed over instead of copied. */
export interface Parcel<T> {
  readonly content: T;
  readonly transfer: readonly ArrayBuffer[];
}

/** A path or address as a text that means the same in a worker; or bytes of their own. */
export async function postableFile(file: KnownFile): Promise<Parcel<string | Uint8Array>> {
  // Base64 that was mistaken for an address is told of on the other side, as long as it is not made one.
  if (file.kind === "address") return { content: isBase64Text(file.address) ? file.address : absoluteAddress(file.address), transfer: [] };
  const bytes = file.kind === "blob" ? new Uint8Array(await file.blob.arrayBuffer()) : new Uint8Array(file.bytes);
  return { content: bytes, transfer: [bytes.buffer] };
}
