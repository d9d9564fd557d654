import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ownFile } from "../package-file.node.js";

/**
 * Reads a model file: by default the one that this package brings.
 *
 * @param address a path, or a `file:`, `blob:` or `http(s):` address
 * @throws Error saying why it could not be read
 */
export async function readModelBytes(address: string = ownFile("models/expressions/compact.onnx"), signal?: AbortSignal): Promise<Uint8Array> {
  if (/^(?:https?|blob):/i.test(address)) {
    const response = await fetch(address, signal === undefined ? {} : { signal });
    if (!response.ok) throw new Error(`it could not be fetched (status ${response.status})`);
    return new Uint8Array(await response.arrayBuffer());
  }
  const path = /^file:/i.test(address) ? fileURLToPath(address) : address;
  const bytes = await readFile(path, signal === undefined ? {} : { signal });
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
