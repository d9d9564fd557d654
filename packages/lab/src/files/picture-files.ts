import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";

/** Endings of the formats that are read, and of others that people keep pictures in: those are named when they cannot be read, not passed over. */
const READ = ["jpg", "jpeg", "jpe", "jfif", "jif", "pjpeg", "pjp", "png", "apng", "webp", "avif", "avifs", "gif", "tif", "tiff", "bmp", "dib"];
const OTHERS = ["heic", "heics", "heif", "heifs", "hif", "jxl", "jp2", "j2k", "jpf", "jpx", "pgm", "ppm", "pbm", "pnm", "pam", "tga", "pcx", "ico", "psd", "exr", "hdr", "dng", "cr2", "cr3", "nef", "arw", "orf", "raf", "rw2", "pef", "srw"];
const endings: ReadonlySet<string> = new Set([...READ, ...OTHERS].map((ending) => `.${ending}`));

/** Whether a file's name is one of a picture; hidden files, whose names begin with a dot, are none. */
export function isPictureName(name: string): boolean {
  return endings.has(path.extname(name).toLowerCase()) && !path.basename(name).startsWith(".");
}

/** A file or folder that could not be looked into, and why. */
export interface Unread {
  readonly path: string;
  readonly reason: string;
  /** `folder` could not be listed, `nothing` is no longer (or never was) there, `link` leads nowhere. */
  readonly kind: "folder" | "nothing" | "link";
}

/** What a folder holds with the folders in it. */
export interface FoundFiles {
  /** Paths in the order of their names, each beginning with the folder that was given. */
  readonly files: readonly string[];
  readonly unread: readonly Unread[];
}

export interface FindOptions {
  /** Real paths of folders that are not entered. */
  readonly except?: Iterable<string> | undefined;
  /** Whether folders in the folder are entered; by default they are. */
  readonly deep?: boolean | undefined;
  /** Whether files and folders are looked at whose names begin with a dot; by default they are not. */
  readonly hidden?: boolean | undefined;
}

/**
 * Finds the files of a folder and of the folders in it. Links are followed, each folder being entered once, so that one which
 * leads round in a circle ends. What cannot be read does not end the search.
 */
export async function findFiles(folder: string, { except = [], deep = true, hidden = false }: FindOptions = {}): Promise<FoundFiles> {
  const entered = new Set(except);
  const [files, unread]: [string[], Unread[]] = [[], []];
  const look = async (place: string): Promise<void> => {
    const real = await realPath(place);
    if (entered.has(real)) return;
    entered.add(real);
    let entries: Dirent[];
    try {
      entries = await readdir(place, { withFileTypes: true });
    } catch (error) {
      unread.push({ path: place, reason: `the folder cannot be read: ${systemReason(error)}`, kind: (error as NodeJS.ErrnoException).code === "ENOENT" ? "nothing" : "folder" });
      return;
    }
    for (const entry of entries) {
      if (entry.name.startsWith(".") && !hidden) continue;
      const inside = path.join(place, entry.name);
      const kind = await kindOf(entry, inside);
      if (kind === "folder" && deep) await look(inside);
      else if (kind === "file") files.push(inside);
      else if (typeof kind === "object") unread.push({ path: inside, reason: kind.reason, kind: "link" });
    }
  };
  await look(folder);
  return { files: files.toSorted(), unread: unread.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

export interface FoundPictures extends FoundFiles {
  /** How many files there are that are no pictures by their names, by their endings ("" where they have none). */
  readonly others: ReadonlyMap<string, number>;
}

/** Finds the pictures of a folder and of the folders in it, as {@link findFiles} does. @param except real paths of folders that are not entered */
export async function findPictures(folder: string, except: Iterable<string> = []): Promise<FoundPictures> {
  const { files, unread } = await findFiles(folder, { except });
  const others = new Map<string, number>();
  for (const file of files) if (!isPictureName(file)) count(others, path.extname(file).toLowerCase());
  // A link to nothing of another ending would lead to no picture; one without may lead to a folder.
  return { files: files.filter(isPictureName), unread: unread.filter((one) => one.kind !== "link" || isPictureName(one.path) || path.extname(one.path) === ""), others };
}

/** What an entry of a folder is, links followed. */
export async function kindOf(entry: Dirent, place: string): Promise<"file" | "folder" | "other" | { readonly reason: string }> {
  try {
    const kind = entry.isSymbolicLink() ? await stat(place) : entry;
    return kind.isDirectory() ? "folder" : kind.isFile() ? "file" : "other";
  } catch (error) {
    return { reason: `it is a link that leads nowhere: ${systemReason(error)}` };
  }
}

/** The path without links; of what isn't there, the path as it is. */
export async function realPath(file: string): Promise<string> {
  return await realpath(file).catch(() => path.resolve(file));
}

/** What the system says of a file that could not be read, without the call and the path around it. */
export function systemReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^E[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? message;
}

/** `.txt, .xml and names without an ending` */
export function endingsText(others: ReadonlyMap<string, number>): string {
  const named = [...others.keys()].filter((ending) => ending !== "").toSorted();
  return [...named.slice(0, 6), ...(named.length > 6 ? [`${named.length - 6} other endings`] : []), ...(others.has("") ? ["without an ending"] : [])].join(", ");
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
