/** How a value found in a table was understood. */
export type ParseStatus = "exact" | "cleaned" | "ambiguous" | "not a number" | "no value";

/** What a table's cell says, beside the cell itself. */
export interface ParsedValue {
  /** The number as written: 65.5 for "65.5%", never rescaled. Null unless the whole cell is one number. */
  readonly number: number | null;
  /** The ± of the cell, in the number's own unit. */
  readonly spread: number | null;
  /** "%", "M", "dB", …: what stood behind the number. */
  readonly unit: string | null;
  /** Marks and remarks: "*", "measured by Ge et al., 2018". */
  readonly note: string | null;
  readonly status: ParseStatus;
}

const NO_VALUE = /^(?:[-–—−_.\s]*|n\s*\/\s*a|na|nan|none|null|nil|tbd|tba|unknown|not reported|not available|\?+)$/i;
const NUMBER = String.raw`[+-]?(?:\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d+\.\d*|\.\d+|\d+,\d+|\d+)(?:[eE][+-]?\d+)?`;
const UNIT = String.raw`%|‰|pp|pts?|dB|ms|s|sec|fps|FPS|Hz|[kKMBGT]|[kKMGT]i?B|[KMGT]?(?:FLOPs|MACs)|bits?|bpc|bpd|mm|cm|m|px`;
const MARKS = String.raw`[*†‡§#^¹²³+]+`;
const PLUS_MINUS = String.raw`(?:±|\+\s*\/?\s*-|\\pm)`;
/** number, power of ten, unit, spread (in brackets or not), remark, marks: nothing else may stand in the cell. */
const CELL = new RegExp(
  String.raw`^(?<number>${NUMBER})(?:\s*[×x·*]\s*(?:1[eE]|10\s*\^?\s*\{?)(?<power>[+-]?\d+)\}?)?\s*(?<unit>${UNIT})?\s*(?<marks>${MARKS})?` +
    String.raw`\s*(?:\(?\s*${PLUS_MINUS}\s*(?<spread>${NUMBER})\s*(?<spreadUnit>%)?\s*\)?)?\s*(?<unitBehind>%)?\s*(?<remark>\([^()]*\)|\[[^\[\]]*\]|${"``?"}.*)?\s*(?<marksBehind>${MARKS})?$`,
);

/**
 * Reads a cell of a results table. The whole cell must be one number with what may go with it; a pair, a range or words
 * give no number, so that they're shown and never ranked. Never throws.
 *
 * @param raw the cell as found
 */
export function parseValue(raw: string): ParsedValue {
  if (raw.length > LONGEST_CELL) return nothing("not a number");
  const text = tidy(raw);
  if (NO_VALUE.test(text)) return nothing("no value");
  const found = CELL.exec(text)?.groups;
  if (found === undefined) return nothing(/\d/.test(text) && !/[a-z]{3}/i.test(text) && !/\d\s*[x×]\s*\d/i.test(text) ? "ambiguous" : "not a number");
  const { number = "", power, spread, marks, marksBehind, remark } = found;
  const digits = readDigits(number);
  const margin = spread === undefined ? null : readDigits(spread);
  if (digits === undefined || margin === undefined) return nothing("ambiguous");
  const value = power === undefined ? digits : Number(`${digits}e${power}`);
  if (!Number.isFinite(value)) return nothing("not a number");
  const notes = [remark === undefined ? undefined : remark.replace(/^[([`]+|[)\]`]+$/g, "").trim(), [marks, marksBehind].join("")].filter((note) => note !== undefined && note !== "");
  return {
    number: value,
    spread: margin === null || power === undefined ? margin : Number(`${margin}e${power}`),
    unit: found["unit"] ?? found["unitBehind"] ?? found["spreadUnit"] ?? null,
    note: notes.length === 0 ? null : notes.join(" "),
    status: /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(raw) ? "exact" : "cleaned",
  };
}

/** A longer cell is a text, whatever it begins with. */
const LONGEST_CELL = 500;

const nothing = (status: ParseStatus): ParsedValue => ({ number: null, spread: null, unit: null, note: null, status });

/** Without byte-order marks, odd spaces and Markdown's bold; one kind of minus. */
function tidy(raw: string): string {
  return raw
    .replace(/[\uFEFF\u200B-\u200D\u2060]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(\*\*|__)(.*)\1$/, "$2")
    .replace(/^\$(.*)\$$/, "$1")
    .replace(/[−‒]/g, "-")
    .replace(/^[–—](?=\d)/, "-")
    .trim();
}

/** Undefined where a comma may separate thousands as well as decimals. */
function readDigits(text: string): number | undefined {
  if (!text.includes(",")) return Number(text);
  if (/^[+-]?\d{1,3}(,\d{3}){2,}/.test(text)) return Number(text.replaceAll(",", ""));
  if (/^[+-]?[1-9]\d{0,2},\d{3}(?!\d)/.test(text)) return undefined;
  return Number(text.replace(",", "."));
}
