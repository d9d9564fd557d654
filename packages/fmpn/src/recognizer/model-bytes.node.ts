import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/**
 * Reads a model file: by default the one that this package brings.
 *
 * @param source a path, or a `file:` or `http(s):` address
 * @throws Error saying why it could not be read
 */
export async function readModelBytes(source: string | URL = new URL("../../models/expressions/compact.onnx", import.meta.url), signal?: AbortSignal): Promise<Uint8Array> {
  const address = String(source);
  if (/^https?:/i.test(address)) {
    const response = await fetch(address, signal === undefined ? {} : { signal });
    if (!response.ok) throw new Error(`it could not be fetched (status ${response.status})`);
    return new Uint8Array(await response.arrayBuffer());
  }
  const path = source instanceof URL || /^file:/i.test(address) ? fileURLToPath(address) : address;
  const bytes = await readFile(path, signal === undefined ? {} : { signal });
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
