import { ImageError } from "./image-error.js";
import type { KnownSource } from "./known-source.js";

/**
 * What a `blob:` address leads to, in the page that made it. Where the page's policy forbids to fetch it, the page may still
 * show it: then as an `<img>`. Other sources stay as they are.
 *
 * @throws ImageError where the policy allows neither, or the address leads to nothing any more
 */
export async function openBlobAddress(source: KnownSource, name: string, signal?: AbortSignal): Promise<KnownSource> {
  if (source.kind !== "address" || !/^blob:/i.test(source.address)) return source;
  try {
    const response = await fetch(source.address, signal === undefined ? {} : { signal });
    return { kind: "blob", blob: await response.blob() };
  } catch (error) {
    signal?.throwIfAborted();
    // A worker has no elements.
    if (typeof Image === "undefined") throw fault(name, error);
  }
  const image = new Image();
  image.src = source.address;
  try {
    await image.decode();
  } catch (error) {
    throw fault(name, error);
  }
  return { kind: "drawable", drawable: image };
}

function fault(name: string, cause: unknown): ImageError {
  const reason = "could not be read: its blob is gone, or the page's Content-Security-Policy allows blob: neither in connect-src nor in img-src; give the Blob itself";
  return new ImageError(name, "unreadable", reason, { cause });
}
