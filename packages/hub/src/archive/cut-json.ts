/** A top-level value of a JSON file: one record of its array, or the file's single object. */
export interface CutRecord {
  /** Place in the file, from 0. */
  readonly index: number;
  /** What JSON.parse makes of it; undefined where it cannot be read, and `problem` says why. */
  readonly value?: unknown | undefined;
  readonly problem?: string | undefined;
  /** The beginning of what could not be read. */
  readonly raw?: string | undefined;
}

/** Limits that keep one record from taking the machine: the archive's largest task is a tenth of it, and 12 levels deep. */
const LARGEST_RECORD = 256 * 1024 * 1024;
const DEEPEST = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const isOpening = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number): boolean => byte === 0x7d || byte === 0x5d;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Cuts a JSON array into its records by counting brackets, and parses one at a time, so that a file of any size needs the
 * memory of its largest record. A record that's broken in itself is told as such, and the next one goes on.
 *
 * @param chunks the file's bytes
 * @param name of the file, for messages
 * @param skip how many records to pass over without parsing them
 * @throws Error where the file is no array or object of records, or ends too early
 */
export async function* cutJson(chunks: AsyncIterable<Uint8Array>, name: string, skip = 0): AsyncGenerator<CutRecord> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let depth = 0;
  let base = -1; // The depth at which records stand: 1 in an array, 0 for a single object.
  let deepest = 0;
  let inText = false;
  let escaped = false;
  let parts: Uint8Array[] = [];
  let size = 0;
  let index = 0;
  let position = 0;
  let ended = false;
  let separated = true;

  for await (const chunk of chunks) {
    let start = 0; // Of the current record within this chunk.
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
        continue;
      }
      if (base >= 0 && depth > base) {
        if (byte === QUOTE) inText = true;
        else if (isOpening(byte)) deepest = Math.max(deepest, ++depth - base);
        else if (isClosing(byte) && --depth === base) {
          if (size <= LARGEST_RECORD) parts.push(chunk.subarray(start, i + 1));
          size += i + 1 - start;
          if (index >= skip) yield readRecord(decoder, parts, size, deepest, index);
          index++;
          parts = [];
          size = 0;
          deepest = 0;
          separated = false;
          if (base === 0) ended = true;
        }
        continue;
      }
      // Between records.
      if (isSpace(byte) || (position + i < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf))) continue;
      if (!ended && base < 0 && byte === 0x5b) {
        base = 1;
        depth = 1;
      } else if (!ended && (byte === 0x7b || (byte === 0x5b && base === 1)) && separated) {
        if (base < 0) base = 0;
        depth = base + 1;
        deepest = 1;
        start = i;
      } else if (!ended && base === 1 && byte === COMMA && !separated) separated = true;
      else if (!ended && base === 1 && byte === 0x5d) {
        // A comma before the end is what many writers leave behind: it hides nothing.
        ended = true;
        depth = 0;
      } else throw new Error(`${name}: byte ${(position + i).toLocaleString("en")} is ${JSON.stringify(String.fromCharCode(byte))} where ${base < 0 ? "a JSON array or object should begin" : ended ? "the file should end" : "a record, a comma or ] should stand"} (after ${index.toLocaleString("en")} records)`);
    }
    if (base >= 0 && depth > base) {
      // Slices keep their chunk alive; what is too large to keep is only counted.
      if (size <= LARGEST_RECORD) parts.push(chunk.slice(start));
      else parts = parts.slice(0, 1);
      size += chunk.length - start;
    }
    position += chunk.length;
  }
  if (base < 0) throw new Error(`${name} is empty`);
  if (!ended) throw new Error(`${name} ends in the middle, after ${index.toLocaleString("en")} whole records: is it complete?`);
}

function readRecord(decoder: TextDecoder, parts: readonly Uint8Array[], size: number, deepest: number, index: number): CutRecord {
  const raw = () => Buffer.concat(parts.slice(0, 1)).subarray(0, 300).toString("latin1");
  if (size > LARGEST_RECORD) return { index, problem: `is larger than ${LARGEST_RECORD / 1024 / 1024} MB`, raw: raw() };
  if (deepest > DEEPEST) return { index, problem: `is nested ${deepest.toLocaleString("en")} levels deep, more than ${DEEPEST}`, raw: raw() };
  try {
    const [only] = parts;
    const text = decoder.decode(parts.length === 1 && only !== undefined ? only : Buffer.concat(parts));
    return { index, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { index, problem: error instanceof SyntaxError ? `is no JSON: ${error.message}` : "is not UTF-8", raw: raw() };
  }
}
