import type { CutRecord } from "./cut-json.js";

/** Rows that are decoded at once. */
const ROWS = 500;

/**
 * Reads the Parquet form of a dump. Nested fields come natively or as JSON text, days as dates, and the metrics of a row
 * as a struct with a column for every metric there is: what is null in it is left out.
 *
 * @param skip how many records to pass over
 */
export async function* readParquet(file: string, skip = 0): AsyncGenerator<CutRecord> {
  // Most hubs never see one.
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const buffer = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(buffer);
  const rows = Number(metadata.num_rows);
  for (let start = skip; start < rows; start += ROWS) {
    const batch = await parquetReadObjects({ file: buffer, metadata, compressors, rowStart: start, rowEnd: Math.min(rows, start + ROWS) });
    for (const [offset, row] of batch.entries()) yield { index: start + offset, value: asJson(row) };
  }
}

/** As JSON would have it. */
function asJson(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).flatMap(([key, entry]) => (entry === null || entry === undefined ? [] : [[key, NESTED.has(key) ? unfold(asJson(entry)) : asJson(entry)]])));
  return value;
}

/** Fields that some writers turn into JSON text. */
const NESTED = new Set(["authors", "tasks", "methods", "subtasks", "datasets", "categories", "synonyms", "source_link", "collections", "paper", "verified_paper", "modalities", "languages", "variants", "data_loaders", "sota", "dataset_links", "dataset_citations", "subdatasets", "rows", "metrics", "code_links", "model_links"]);

function unfold(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return asJson(JSON.parse(value));
  } catch {
    return value;
  }
}
