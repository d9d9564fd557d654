import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { cutJson, type CutRecord } from "./cut-json.js";
import { isRecord } from "./fields.js";
import { readParquet } from "./read-parquet.js";

/** What a file of records holds, told by the records themselves. */
export type ArchiveKind = "papers-with-abstracts" | "methods" | "datasets" | "evaluation-tables" | "collected-claims" | "open-code-papers" | "links-between-papers-and-code" | "hub-additions";

/** The order in which files are best read: who is named comes before who names. */
export const archiveKinds: readonly ArchiveKind[] = ["papers-with-abstracts", "methods", "datasets", "evaluation-tables", "collected-claims", "open-code-papers", "links-between-papers-and-code", "hub-additions"];

export interface ArchiveFile {
  readonly file: string;
  readonly kind: ArchiveKind;
  readonly sha256: string;
  readonly bytes: number;
  /**
   * Its records, one after the other.
   *
   * @param skip how many to pass over
   * @param onBytes hears how many bytes of the file have been read
   */
  readonly records: (skip?: number, onBytes?: (bytes: number) => void) => AsyncGenerator<CutRecord>;
}

/** Reads as much of a file as tells what it is, and its hash; undefined for a list of no records. */
export async function openArchiveFile(file: string): Promise<ArchiveFile | undefined> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const form = await formOf(file);
  const records: ArchiveFile["records"] = (skip, onBytes) => (form === "parquet" ? readParquet(file, skip) : cutJson(bytesOf(file, form, onBytes), path.basename(file), skip));
  const kind = await kindOf(file, records());
  return kind === undefined ? undefined : { file, kind, sha256: await sha256Of(file), bytes: size, records };
}

async function formOf(file: string): Promise<"json" | "gzip" | "parquet"> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b ? "gzip" : buffer.toString("latin1") === "PAR1" ? "parquet" : "json";
  } finally {
    await handle.close();
  }
}

async function* bytesOf(file: string, form: "json" | "gzip", onBytes: ((bytes: number) => void) | undefined): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
  let read = 0;
  stream.on("data", (chunk) => {
    read += chunk.length;
    onBytes?.(read);
  });
  // The cutter keeps pieces of what it is given, so chunks must not be reused.
  const bytes = form === "gzip" ? stream.pipe(createGunzip({ chunkSize: 256 * 1024 })) : stream;
  stream.on("error", (error) => bytes.destroy(error));
  try {
    for await (const chunk of bytes) yield chunk as Uint8Array;
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    stream.destroy();
  }
}

async function kindOf(file: string, records: AsyncGenerator<CutRecord>): Promise<ArchiveKind | undefined> {
  let looked = 0;
  let keys: readonly string[] = [];
  for await (const { value } of records) {
    if (isRecord(value)) {
      const kind = kindOfKeys(value);
      if (kind !== undefined) return kind;
      keys = Object.keys(value);
    }
    if (++looked >= 20) break;
  }
  if (looked === 0) return undefined;
  throw new Error(`${file}: its records (${keys.slice(0, 6).join(", ") || "no objects"}, …) are none that a hub imports: the archive's papers-with-abstracts, links-between-papers-and-code, evaluation-tables, methods and datasets, boards of OpenCodePapers, or a hub's additions`);
}

function kindOfKeys(record: Readonly<Record<string, unknown>>): ArchiveKind | undefined {
  const has = (...names: string[]): boolean => names.every((name) => name in record);
  if (String(record["format"]).startsWith("fmpn-hub-additions/")) return "hub-additions";
  if (has("benchmark", "title")) return "open-code-papers";
  if (has("rows") && Array.isArray(record["rows"])) return "collected-claims";
  if (has("repo_url")) return "links-between-papers-and-code";
  if (has("task") && (has("datasets") || has("subtasks"))) return "evaluation-tables";
  if (has("paper_url") && (has("abstract") || has("authors"))) return "papers-with-abstracts";
  if (has("url", "name") && (has("modalities") || has("data_loaders") || has("variants"))) return "datasets";
  if (has("name") && (has("collections") || has("introduced_year"))) return "methods";
  return undefined;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
