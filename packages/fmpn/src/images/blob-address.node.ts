import type { KnownSource } from "./known-source.js";

/** In Node a `blob:` address is fetched like others: no policy forbids it, and threads share it. */
export async function openBlobAddress(source: KnownSource, _name: string, _signal?: AbortSignal): Promise<KnownSource> {
  return source;
}
