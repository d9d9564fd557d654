import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { knowAddress } from "../images/known-source.js";
import { ownFile } from "../package-file.node.js";

/**
 * Reads a model that lies in this package's `models/faces`, or in the folder given.
 *
 * @throws Error for an address that is no folder of this machine; TypeError for what is no address
 */
export async function readFaceModel(file: string, folder?: string | URL): Promise<Uint8Array> {
  return await readFile(folder === undefined ? ownFile(`models/faces/${file}`) : path.join(pathOf(knowAddress(folder, "detector.models, a folder,")), file));
}

function pathOf(folder: string): string {
  if (/^(?:https?|data|blob):/i.test(folder)) {
    throw new Error(`The detector's models are not fetched in Node: download them from ${folder} and give their folder's path.`);
  }
  return /^file:/i.test(folder) ? fileURLToPath(folder) : folder;
}
