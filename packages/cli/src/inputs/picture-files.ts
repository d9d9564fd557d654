import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";

const pictureEndings = new Set([".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp"]);

/** Whether a file's name is one of a picture. */
export function isPictureName(name: string): boolean {
  return pictureEndings.has(path.extname(name).toLowerCase()) && !path.basename(name).startsWith(".");
}

/**
 * The pictures of a folder and of the folders in it, in the order of their names; hidden files and folders, whose names
 * begin with a dot, are left out.
 *
 * @param out a folder that the command writes into: where it lies in the other one, what it holds are answers, not questions
 */
export async function listPictures(folder: string, out?: string): Promise<string[]> {
  const entered = new Set(out === undefined ? [] : [await realPath(out)]);
  // Asked for by its name, the folder is read even if it's written into as well.
  entered.delete(await realPath(folder));
  const found: string[] = [];
  for await (const file of picturesBelow(folder, entered)) found.push(file);
  return found.toSorted();
}

/** @param entered the real paths of folders not to go into: links may lead round in a circle */
async function* picturesBelow(folder: string, entered: Set<string>): AsyncGenerator<string, void, undefined> {
  const real = await realPath(folder);
  if (entered.has(real)) return;
  entered.add(real);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const file = path.join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await stat(file).catch(() => undefined) : entry;
    if (kind?.isDirectory() === true) yield* picturesBelow(file, entered);
    else if (kind?.isFile() === true && isPictureName(entry.name)) yield file;
  }
}

/** The path without links; of what isn't there, the path as it is. */
export async function realPath(file: string): Promise<string> {
  return await realpath(file).catch(() => path.resolve(file));
}
