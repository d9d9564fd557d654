import { readdir } from "node:fs/promises";
import path from "node:path";
import { systemReason } from "../files/picture-files.js";

/** Where a file was found, or what is wrong. */
export type IndexedFile = { readonly file: string } | { readonly missing: string };

/**
 * Finds files inside a folder, listing each subfolder once: a manifest of 30,000 rows costs a few directory listings instead of
 * 30,000 look-ups. A name with letters composed in another way (é as one character or two, as macOS and other systems write it)
 * is the same name; the answer has it as the disk does.
 */
export function fileIndex(root: string): (file: string) => Promise<IndexedFile> {
  const listings = new Map<string, Promise<Listing>>();
  return async (file) => {
    const folder = path.posix.dirname(file);
    let listing = listings.get(folder);
    if (!listing) {
      listing = list(path.join(root, folder));
      listings.set(folder, listing);
    }
    const { names, fault } = await listing;
    if (fault !== undefined) return { missing: `${file} cannot be looked for: ${fault}` };
    const name = path.posix.basename(file);
    const found = names.get(name.normalize("NFC"));
    if (found !== undefined) return { file: found === name ? file : path.posix.join(folder, found) };
    const alike = [...names.values()].find((other) => other.toLowerCase() === name.toLowerCase());
    return { missing: `${file} does not exist in the data set's folder${alike === undefined ? "" : `, but ${alike} does`}` };
  };
}

interface Listing {
  /** The files' names by their composed form. */
  readonly names: ReadonlyMap<string, string>;
  /** Why the folder could not be listed. */
  readonly fault?: string | undefined;
}

async function list(folder: string): Promise<Listing> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return { names: new Map(entries.filter((entry) => !entry.isDirectory()).map(({ name }) => [name.normalize("NFC"), name])) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { names: new Map(), ...(code === "ENOENT" || code === "ENOTDIR" ? {} : { fault: `its folder cannot be read (${systemReason(error)})` }) };
  }
}
