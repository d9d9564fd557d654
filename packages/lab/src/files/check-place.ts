import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";
import { systemReason } from "./picture-files.js";

/**
 * Finds out before the work whether files can be written into a folder, which need not be there yet. Makes nothing.
 *
 * @param option how the command line calls it, for errors
 * @throws Error naming what is in the way
 */
export async function checkFolder(folder: string, option: string): Promise<void> {
  const fault = (reason: string): Error => new Error(`${option}: nothing can be written there: ${reason}`);
  for (let place = path.resolve(folder); ; place = path.dirname(place)) {
    const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw fault(`${place}: ${systemReason(error)}`);
    });
    if (found === undefined) continue;
    if (!found.isDirectory()) throw fault(`${place} is no folder`);
    await access(place, constants.W_OK).catch((error: unknown) => {
      throw fault(`${place}: ${systemReason(error)}`);
    });
    return;
  }
}

/** The same for a file. */
export async function checkFile(file: string, option: string): Promise<void> {
  if (await stat(file).then((found) => found.isDirectory(), () => false)) throw new Error(`${option}: ${file} is a folder; name a file in it`);
  await checkFolder(path.dirname(file), option);
}
