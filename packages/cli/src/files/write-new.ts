import { randomUUID } from "node:crypto";
import { link, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "@fmpn/lab/files";

/** Writes a file whole or not at all, and only where there is none of that name. @throws Error where there is */
export async function writeNew(file: string, content: string): Promise<void> {
  await refuseExisting(file);
  const staged = path.join(path.dirname(file), `.${randomUUID()}.tmp`);
  try {
    await writeWhole(staged, content);
    // Unlike renaming, linking fails where the name has been taken meanwhile.
    await link(staged, file).catch(async () => {
      await refuseExisting(file);
      // A file system without hard links.
      await rename(staged, file);
    });
  } finally {
    await rm(staged, { force: true });
  }
}

/** @throws Error where a file of this name is there already */
export async function refuseExisting(file: string): Promise<void> {
  if (await stat(file).then(() => true, () => false)) throw new Error(`${file} is there already and is left as it is; move it away first`);
}
