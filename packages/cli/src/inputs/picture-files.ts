import { readdir } from "node:fs/promises";
import path from "node:path";

const pictureEndings = new Set([".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp"]);

/** Whether a file's name is one of a picture. */
export function isPictureName(name: string): boolean {
  return pictureEndings.has(path.extname(name).toLowerCase()) && !path.basename(name).startsWith(".");
}

/** The pictures of a folder and of the folders in it, in the order of their names. */
export async function listPictures(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter(isPictureName).toSorted().map((name) => path.join(folder, name));
}
