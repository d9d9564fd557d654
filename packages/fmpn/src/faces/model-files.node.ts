import { readFile } from "node:fs/promises";

/** Reads a model that lies in this package's `models/faces`, or in the folder given. */
export async function readFaceModel(file: string, folder?: string | URL): Promise<Uint8Array> {
  const base = folder ?? new URL("../../models/faces/", import.meta.url);
  if (base instanceof URL || base.startsWith("file:")) return await readFile(new URL(file, base));
  return await readFile(`${base.replace(/[/\\]$/, "")}/${file}`);
}
