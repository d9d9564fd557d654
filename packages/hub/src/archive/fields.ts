/** A record as JSON has it, before anything is known about it. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Why a record, or a cell of one, cannot be taken. */
export class RecordError extends Error {
  override readonly name = "RecordError";
  /** @param path the field, e.g. "authors" or "datasets[2].sota" */
  constructor(
    readonly path: string,
    readonly why: string,
  ) {
    super(`${path}: ${why}`);
  }
}

/** The longest text that a field may hold, in characters; the archive's longest descriptions have some 20,000. */
const LONGEST_TEXT = 200_000;
/** The longest list: the largest collaborations sign with some 3,000 authors. */
const LONGEST_LIST = 10_000;

export const isRecord = (value: unknown): value is JsonRecord => typeof value === "object" && value !== null && !Array.isArray(value);

/** A text without surrounding space and NUL characters; null where there's none. */
export function textField(record: JsonRecord, key: string, path = key): string | null {
  return textOf(record[key], path);
}

export function textOf(value: unknown, path: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") throw new RecordError(path, `is ${Array.isArray(value) ? "a list" : "an object"}, not text`);
  if (value.length > LONGEST_TEXT) throw new RecordError(path, `has ${value.length.toLocaleString("en")} characters, more than ${LONGEST_TEXT.toLocaleString("en")}`);
  // PostgreSQL takes no NUL, and half a surrogate pair is no text.
  const text = value.replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\ufffd").trim();
  return text === "" ? null : text;
}

export function requiredText(record: JsonRecord, key: string, path = key): string {
  const text = textField(record, key, path);
  if (text === null) throw new RecordError(path, "is missing");
  return text;
}

export function listField(record: JsonRecord, key: string, path = key): readonly unknown[] {
  const value = record[key];
  if (value === undefined || value === null || value === "") return [];
  if (!Array.isArray(value)) throw new RecordError(path, "is no list");
  if (value.length > LONGEST_LIST) throw new RecordError(path, `has ${value.length.toLocaleString("en")} entries, more than ${LONGEST_LIST.toLocaleString("en")}`);
  return value;
}

/** The list's texts, those that are empty left out. */
export function textsField(record: JsonRecord, key: string, path = key): readonly string[] {
  return listField(record, key, path).flatMap((value, index) => textOf(value, `${path}[${index}]`) ?? []);
}

export function recordsField(record: JsonRecord, key: string, path = key): readonly JsonRecord[] {
  return listField(record, key, path).map((value, index) => {
    if (!isRecord(value)) throw new RecordError(`${path}[${index}]`, "is no object");
    return value;
  });
}

export const flagField = (record: JsonRecord, key: string): boolean => record[key] === true || record[key] === 1 || record[key] === "true";

export function numberField(record: JsonRecord, key: string): number | null {
  const value = Number(record[key] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

/** The last part of an address of the archive: ".../paper/SLUG" → "SLUG". */
export function slugOfAddress(address: string | null, kind: "paper" | "method" | "dataset" | "task"): string | null {
  return address === null ? null : (new RegExp(`/${kind}/([A-Za-z0-9_-]+)`).exec(address)?.[1]?.toLowerCase() ?? null);
}
