import { percent } from "fmpn/drawing";
import { textTable } from "../terminal/text-table.js";
import type { Recognition } from "./recognition.js";

const BAR = 12;

/** What the table says of one picture: far less than the answer, whose faces have pixels. */
export interface TableEntry {
  readonly file: string;
  /** The probability is that of the expression. */
  readonly faces: readonly { readonly expression: string; readonly probability: number }[];
  readonly error?: string | undefined;
}

export function tableEntry({ file, faces, error }: Recognition): TableEntry {
  return { file, error, faces: faces.map(({ expression, probabilities }) => ({ expression, probability: probabilities[expression] ?? 0 })) };
}

/** A line for each face, for people to read. */
export function recognitionTable(entries: readonly TableEntry[], { bars }: { readonly bars: boolean }): string {
  const head = ["picture", "face", "expression", ...(bars ? [""] : []), "confidence"];
  const rows = entries.flatMap(({ file, faces, error }) => {
    if (error !== undefined) return [[file, "", "not read", ...(bars ? [" ".repeat(BAR)] : []), ""]];
    if (faces.length === 0) return [[file, "", "no face", ...(bars ? [" ".repeat(BAR)] : []), ""]];
    return faces.map(({ expression, probability }, index) => [file, index + 1, expression, ...(bars ? [terminalBar(probability)] : []), percent(probability)]);
  });
  return textTable([head, ...rows]);
}

/** "3 faces in 2 pictures, by cpu". */
export function recognitionSummary(entries: readonly TableEntry[], provider: string): string {
  const faces = entries.reduce((sum, one) => sum + one.faces.length, 0);
  const unread = entries.filter(({ error }) => error !== undefined).length;
  const empty = entries.filter((one) => one.error === undefined && one.faces.length === 0).length;
  const parts = [
    `${count(faces, "face")} in ${count(entries.length, "picture")}`,
    ...(empty > 0 ? [`${empty} without a face`] : []),
    ...(unread > 0 ? [`${unread} not read`] : []),
    `ran on ${provider}`,
  ];
  return parts.join(", ");
}

/** "1 face", "2 faces". */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

/** A bar to an eighth of a letter. */
function terminalBar(share: number): string {
  const eighths = Math.round(share * BAR * 8);
  const part = eighths % 8 === 0 ? "" : String.fromCodePoint(0x2590 - (eighths % 8));
  return `${"█".repeat(Math.floor(eighths / 8))}${part}`.padEnd(BAR);
}
