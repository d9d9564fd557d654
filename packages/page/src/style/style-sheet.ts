import { COLORS } from "./colors.js";
import { PARTS } from "./parts.js";
import { PICTURES } from "./pictures.js";
import { TABLES } from "./tables.js";
import { TEXT } from "./text.js";

/** The one style sheet of every page: light, dark as the reader's system is, and print. */
export const styleSheet: string = compact([COLORS, TEXT, TABLES, PARTS, PICTURES].join(""));

/** Without the spaces that only people need. */
function compact(sheet: string): string {
  return sheet
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};>~]) ?/g, "$1")
    .replaceAll(/([:,]) /g, "$1")
    .replaceAll(";}", "}")
    .trim();
}
