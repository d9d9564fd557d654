import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import type { DataSet } from "./data-set.js";

/**
 * Names the pictures of a data set in reports and caches: 16 hex digits of SHA-256 over the sorted list of files with
 * their sizes in bytes (for pixels out of a table: the pixels). Labels and order don't count; renaming, adding, removing
 * or re-encoding a picture does.
 */
export async function dataSetHash(dataSet: DataSet): Promise<string> {
  const files = [...new Map(dataSet.samples.map((sample) => [sample.file, sample])).values()];
  files.sort((a, b) => (a.file < b.file ? -1 : 1));
  const hash = createHash("sha256");
  for (let from = 0; from < files.length; from += 64) {
    const lines = await Promise.all(
      files.slice(from, from + 64).map(async ({ file, pixels }) => {
        if (pixels) return `${file}\t${createHash("sha256").update(pixels.data).digest("hex")}\n`;
        const size = await stat(path.join(dataSet.root, file)).then((found) => found.size, () => -1);
        return `${file}\t${size}\n`;
      }),
    );
    hash.update(lines.join(""));
  }
  return hash.digest("hex").slice(0, 16);
}
