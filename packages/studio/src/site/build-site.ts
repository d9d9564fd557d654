import path from "node:path";
import { writeWhole } from "@fmpn/lab/files";
import { BUNDLE } from "./bundle-folder.js";
import { siteFiles } from "./site-files.js";

/**
 * Writes the looking half as files that any static server hosts, in any folder.
 *
 * @returns how many files, and how many bytes in all
 */
export async function buildSite(out: string, bundle: string = BUNDLE): Promise<{ readonly files: number; readonly bytes: number }> {
  const files = await siteFiles(bundle);
  for (const [name, content] of files) await writeWhole(path.join(out, ...name.split("/")), content);
  return { files: files.size, bytes: [...files.values()].reduce((sum, { length }) => sum + length, 0) };
}
