/** One record of a CSV file with the line its first field stands on (1 is the first line of the file). */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Parses comma-separated text by RFC 4180: quoted fields may hold commas, doubled quotes and line breaks; lines end
 * with LF, CRLF or CR; a byte-order mark is skipped; empty lines are left out. Tables of people's own making: `readTable`.
 *
 * @param what the file's name, for errors
 * @throws Error naming the line when a quote is never closed, or text follows a closing quote.
 */
export function parseCsv(text: string, { separator = ",", what }: { readonly separator?: string; readonly what?: string } = {}): CsvRecord[] {
  const place = (at: number): string => (what === undefined ? `line ${at}` : `${what}, line ${at}`);
  const records: CsvRecord[] = [];
  const end = text.length;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (at < end) {
    const firstLine = line;
    const fields: string[] = [];
    let recordEnds = false;
    while (!recordEnds) {
      let field: string;
      if (text[at] === '"') {
        const opened = line;
        field = "";
        at++;
        for (;;) {
          const close = text.indexOf('"', at);
          if (close < 0) throw new Error(`${place(opened)}: a quoted field is never closed; add the missing " at its end`);
          const piece = text.slice(at, close);
          line += countLineBreaks(piece);
          field += piece;
          at = close + 1;
          if (text[at] !== '"') break;
          field += '"';
          at++;
        }
        if (at < end && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") {
          throw new Error(`${place(line)}: text follows a closing quote; write a quote inside a quoted field as ""`);
        }
      } else {
        const from = at;
        while (at < end && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at++;
        field = text.slice(from, at);
      }
      fields.push(field);
      if (text[at] === separator) {
        at++;
        continue;
      }
      recordEnds = true;
      if (text[at] === "\r" && text[at + 1] === "\n") at++;
      if (at < end) line++;
      at++;
    }
    if (fields.length > 1 || fields[0] !== "") records.push({ line: firstLine, fields });
  }
  return records;
}

/** Writes records as CSV with LF line ends, quoting the fields that need it. */
export function formatCsv(records: readonly (readonly string[])[]): string {
  return records.map((fields) => `${fields.map(quoteField).join(",")}\n`).join("");
}

function quoteField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function countLineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
