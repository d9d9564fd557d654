import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";

/** Temporary files that are being written. */
const begun = new Set<string>();

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, then renamed. Makes the folder. What is no plain
 * file, such as `/dev/stdout` or a pipe, is written into.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  const there = await stat(file).catch(() => undefined);
  if (there !== undefined && !there.isFile() && !there.isDirectory()) return await writeFile(file, content);
  // Not the file's own name with an ending: that may be as long as a file system allows.
  const temporary = path.join(folder, `.${randomUUID()}.tmp`);
  begin(temporary);
  try {
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    begun.delete(temporary);
  }
}

/** A process that is ended in the middle, as by Ctrl-C, takes its temporary files with it. */
function begin(temporary: string): void {
  if (!process.listeners("exit").includes(removeBegun)) process.on("exit", removeBegun);
  begun.add(temporary);
}

function removeBegun(): void {
  for (const file of begun) rmSync(file, { force: true });
}
