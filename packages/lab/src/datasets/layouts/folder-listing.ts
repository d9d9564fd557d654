import { readdir, stat } from "node:fs/promises";
import path from "node:path";

const PICTURE = /\.(jpe?g|png|webp|avif|gif|tiff?|bmp)$/i;

/** Names of the subfolders, sorted; none where there is no such folder. */
export async function listFolders(...parts: readonly string[]): Promise<string[]> {
  return await list(parts, (entry) => entry.isDirectory());
}

/** Names of the picture files, sorted; none where there is no such folder. */
export async function listPictures(...parts: readonly string[]): Promise<string[]> {
  return await list(parts, (entry) => !entry.isDirectory() && PICTURE.test(entry.name));
}

/** Names of the files that end so, sorted; none where there is no such folder. */
export async function listFiles(ending: string, ...parts: readonly string[]): Promise<string[]> {
  return await list(parts, (entry) => !entry.isDirectory() && entry.name.toLowerCase().endsWith(ending));
}

/** Whether there is such a file or folder. */
export async function exists(...parts: readonly string[]): Promise<boolean> {
  return await stat(path.join(...parts)).then(() => true, () => false);
}

async function list(
  parts: readonly string[],
  keep: (entry: { name: string; isDirectory(): boolean }) => boolean,
): Promise<string[]> {
  try {
    const entries = await readdir(path.join(...parts), { withFileTypes: true });
    const names = entries.filter((entry) => !entry.name.startsWith(".") && keep(entry)).map(({ name }) => name);
    return names.sort((a, b) => (a < b ? -1 : 1));
  } catch {
    return [];
  }
}
