import { readFile } from "node:fs/promises";
import { type CsvRecord, parseCsv } from "./csv.js";

/** A table with a header row, whose columns are found by name. */
export interface Table {
  /** The header's names, without the space around them. */
  readonly columns: readonly string[];
  readonly rows: readonly CsvRecord[];
}

/**
 * Reads a table as spreadsheets save them: UTF-8, UTF-16 ("Unicode text") or, where it is neither, Windows' Latin; separated by
 * commas, semicolons (where commas are decimal points) or tabs, as the header row has it; with a first line `sep=;` or not. Rows
 * of nothing but separators are left out.
 *
 * @param what the file's name, for errors
 * @throws Error where the file cannot be read or a quote is never closed
 */
export async function readTable(file: string, what: string): Promise<Table> {
  const records = await readRecords(file, what);
  const [header, ...rows] = records;
  return { columns: header?.fields.map((name) => name.trim()) ?? [], rows };
}

/** The rows of a table that may lack a header. */
export async function readRecords(file: string, what: string): Promise<CsvRecord[]> {
  const text = decodeText(await readFile(file));
  const stated = /^\uFEFF?sep=([^\r\n])\r?\n/i.exec(text);
  const separator = stated?.[1] ?? likeliestSeparator(text);
  const records = parseCsv(text, { separator, what });
  return (stated ? records.slice(1) : records).filter(({ fields }) => fields.some((field) => field.trim() !== ""));
}

/** The index of a column by its name, in letters of any case; −1 where there is none. */
export function columnIndex(columns: readonly string[], name: string): number {
  return columns.findIndex((column) => column.toLowerCase() === name.toLowerCase());
}

function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // Latin letters in UTF-16 without its mark are UTF-8 with zeros in between.
    if (text.includes("\0")) return new TextDecoder(text.startsWith("\0") ? "utf-16be" : "utf-16le").decode(bytes);
    return text;
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** What separates the first row's fields; a comma where nothing does. */
function likeliestSeparator(text: string): string {
  const [header = ""] = text.replaceAll(/"(?:[^"]|"")*"/g, "").trimStart().split(/\r\n|\r|\n/, 1);
  const times = (separator: string): number => header.split(separator).length - 1;
  return [",", ";", "\t"].reduce((best, other) => (times(other) > times(best) ? other : best));
}
