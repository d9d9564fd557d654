import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/**
 * Writes records as one JSON array, a record a line, gzipped where the name ends in `.gz`. The file appears when it is
 * whole.
 *
 * @returns how many records there were
 */
export async function writeJsonFile(file: string, records: AsyncIterable<unknown>, signal?: AbortSignal | undefined): Promise<number> {
  await mkdir(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.half`;
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    yield "[";
    for await (const record of records) yield `${count++ === 0 ? "\n" : ",\n"}${JSON.stringify(record)}`;
    yield "\n]\n";
  }
  try {
    const source = Readable.from(joined(lines()));
    const target = createWriteStream(half);
    await (file.endsWith(".gz") ? pipeline(source, createGzip(), target, { signal }) : pipeline(source, target, { signal }));
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
  return count;
}

/** Pieces large enough that a stream's own work doesn't count. */
async function* joined(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = "";
  for await (const line of lines) {
    text += line;
    if (text.length < 65_536) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}
