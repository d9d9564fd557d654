import { percent } from "fmpn";
import { textTable } from "../terminal/text-table.js";
import type { Recognition } from "./recognition.js";

const BAR = 12;

/** A line for each face, for people to read. */
export function recognitionTable(recognitions: readonly Recognition[], { bars }: { readonly bars: boolean }): string {
  const head = ["picture", "face", "expression", ...(bars ? [""] : []), "confidence"];
  const rows = recognitions.flatMap(({ file, faces, error }) => {
    if (error !== undefined) return [[file, "", "not read", ...(bars ? [" ".repeat(BAR)] : []), ""]];
    if (faces.length === 0) return [[file, "", "no face", ...(bars ? [" ".repeat(BAR)] : []), ""]];
    return faces.map(({ expression, probabilities }, index) => {
      const share = probabilities[expression] ?? 0;
      return [file, index + 1, expression, ...(bars ? [terminalBar(share)] : []), percent(share)];
    });
  });
  return textTable([head, ...rows]);
}

/** "3 faces in 2 pictures, by cpu". */
export function recognitionSummary(recognitions: readonly Recognition[], provider: string): string {
  const faces = recognitions.reduce((sum, one) => sum + one.faces.length, 0);
  const unread = recognitions.filter(({ error }) => error !== undefined).length;
  const empty = recognitions.filter((one) => one.error === undefined && one.faces.length === 0).length;
  const parts = [
    `${count(faces, "face")} in ${count(recognitions.length, "picture")}`,
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
