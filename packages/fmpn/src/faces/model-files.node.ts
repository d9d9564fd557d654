import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Reads a model that lies in this package's `models/faces`, or in the folder given.
 *
 * @throws Error for an address that is no folder of this machine
 */
export async function readFaceModel(file: string, folder: string | URL = new URL("../../models/faces/", import.meta.url)): Promise<Uint8Array> {
  return await readFile(path.join(pathOf(folder), file));
}

function pathOf(folder: string | URL): string {
  const address = String(folder);
  if (/^(?:https?|data|blob):/i.test(address)) {
    throw new Error(`The detector's models are not fetched in Node: download them from ${address} and give their folder's path.`);
  }
  return folder instanceof URL || /^file:/i.test(address) ? fileURLToPath(address) : folder;
}
