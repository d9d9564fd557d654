import { readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { writeWhole } from "./write-whole.js";

const GIGABYTE = 1e9;
/** Gigabytes that the cache may take where nothing else is said. */
const LIMIT = 10;
/** What is kept here: nothing else in the folder is ever touched. */
const OURS = /^(?:crops|eyes|answers)-.+\.(?:bin|json)$/;

/** Where things that can be made again are kept: `FMPN_CACHE`, or the folder for caches that the system has. */
export function cacheFolder(): string {
  const { FMPN_CACHE: own, XDG_CACHE_HOME: home } = process.env;
  return own ?? path.join(home ?? path.join(homedir(), ".cache"), "fmpn");
}

/** A file of the cache, which counts as used now; undefined where it is not there. */
export async function readCached(file: string): Promise<Buffer | undefined> {
  const content = await readFile(file).catch(() => undefined);
  const now = new Date();
  // The time of reading is not kept by every file system. In a folder that may not be written it does not count.
  if (content !== undefined) await utimes(file, now, now).catch(() => {});
  return content;
}

/** Writes a file of the cache, whole or not at all, and keeps the cache within its limit. */
export async function writeCached(file: string, content: string | Uint8Array): Promise<void> {
  await writeWhole(file, content);
  await limitCache(path.dirname(file), file);
}

/**
 * Takes out of a cache's folder what was longest not used, until it holds no more than `FMPN_CACHE_LIMIT` gigabytes (10 by
 * default).
 *
 * @param kept the file that was just written, which stays
 * @throws RangeError for a limit that is no number
 */
export async function limitCache(folder: string, kept: string, limit: number = cacheLimit()): Promise<void> {
  const names = (await readdir(folder)).filter((name) => OURS.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      // Another process may take it out meanwhile.
      const facts = await stat(file).catch(() => undefined);
      return facts === undefined ? [] : [{ file, bytes: facts.size, used: facts.mtimeMs }];
    }),
  );
  const found = files.flat().sort((a, b) => a.used - b.used);
  let total = found.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { file, bytes } of found) {
    if (total <= limit) return;
    if (path.resolve(file) === path.resolve(kept)) continue;
    await rm(file, { force: true });
    total -= bytes;
  }
}

function cacheLimit(): number {
  const { FMPN_CACHE_LIMIT: wanted = String(LIMIT) } = process.env;
  const gigabytes = wanted.trim() === "" ? Number.NaN : Number(wanted);
  if (!(gigabytes >= 0)) throw new RangeError(`FMPN_CACHE_LIMIT is a number of gigabytes, not "${wanted}".`);
  return gigabytes * GIGABYTE;
}
