import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** A file that `fmpn hub export` has written, for taking along. */
export interface ExportedFile {
  readonly name: string;
  readonly bytes: number;
  /** The day it was written. */
  readonly made: string;
  /** Changes with the file. */
  readonly tag: string;
  readonly place: string;
}

/** The names that an export writes: what else lies in the folder is nobody's business. */
const NAMES = /^(?:papers-with-abstracts|links-between-papers-and-code|evaluation-tables|methods|datasets|hub-additions)\.json(?:\.gz)?$/;

/** What lies in a folder of exports; nothing where there is no such folder. */
export async function exportedFiles(folder: string | undefined): Promise<readonly ExportedFile[]> {
  const names = folder === undefined ? [] : (await readdir(folder).catch(() => [])).filter((name) => NAMES.test(name)).toSorted();
  return await Promise.all(
    names.map(async (name) => {
      const place = path.join(folder ?? "", name);
      const { size, mtime, mtimeMs } = await stat(place);
      return { name, bytes: size, made: mtime.toISOString().slice(0, 10), tag: `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`, place };
    }),
  );
}
