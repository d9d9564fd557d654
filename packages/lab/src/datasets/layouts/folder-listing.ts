import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { isPictureName, kindOf, systemReason } from "../../files/picture-files.js";

/** Names of the subfolders and of links to folders, sorted; none where there is no such folder. @throws Error where it cannot be read */
export async function listFolders(...parts: readonly string[]): Promise<string[]> {
  return await list(parts, "folder", () => true);
}

/** Names of the picture files, sorted; none where there is no such folder. @throws Error where it cannot be read */
export async function listPictures(...parts: readonly string[]): Promise<string[]> {
  return await list(parts, "file", isPictureName);
}

/** Names of the files that end so, sorted; none where there is no such folder. @throws Error where it cannot be read */
export async function listFiles(ending: string, ...parts: readonly string[]): Promise<string[]> {
  return await list(parts, "file", (name) => name.toLowerCase().endsWith(ending));
}

/** Whether there is such a file or folder. */
export async function exists(...parts: readonly string[]): Promise<boolean> {
  return await stat(path.join(...parts)).then(() => true, () => false);
}

async function list(parts: readonly string[], wanted: "file" | "folder", keep: (name: string) => boolean): Promise<string[]> {
  const folder = path.join(...parts);
  try {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith(".") && keep(name));
    const kinds = await Promise.all(entries.map(async (entry) => await kindOf(entry, path.join(folder, entry.name))));
    // A link that leads nowhere counts as the file that it should be: decoding names it.
    const names = entries.flatMap(({ name }, at) => (kinds[at] === wanted || (wanted === "file" && typeof kinds[at] === "object") ? [name] : []));
    return names.sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw new Error(`${folder} cannot be read: ${systemReason(error)}`, { cause: error });
  }
}
