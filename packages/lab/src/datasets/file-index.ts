import { readdir } from "node:fs/promises";
import path from "node:path";

/**
 * Answers whether a file exists inside a folder, listing each subfolder once: a manifest of 30,000 rows costs a
 * few directory listings instead of 30,000 look-ups.
 */
export function fileIndex(root: string): (file: string) => Promise<boolean> {
  const listings = new Map<string, Promise<ReadonlySet<string>>>();
  return async (file) => {
    const folder = path.posix.dirname(file);
    let names = listings.get(folder);
    if (!names) {
      names = listFiles(path.join(root, folder));
      listings.set(folder, names);
    }
    return (await names).has(path.posix.basename(file));
  };
}

async function listFiles(folder: string): Promise<ReadonlySet<string>> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return new Set(entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name));
  } catch {
    return new Set();
  }
}
