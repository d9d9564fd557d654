import { toRgb } from "../images/gray.js";
import type { Picture } from "../images/picture.js";
import { resize } from "../images/warp.js";
import { motionColor } from "../prior/color-map.js";
import { palette } from "./palette.js";
import { plainPicture } from "./paint.js";
import { LETTER_HEIGHT, textWidth, writeText } from "./pixel-font.js";

/** A table of pictures under a title, for people to look at. */
export interface ContactSheet {
  readonly title: string;
  /** What stands above each column. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    /** One picture for each column; undefined leaves the place empty. */
    readonly pictures: readonly (Picture | undefined)[];
  }[];
  /** Draws the colour map's legend with these words at its two ends. */
  readonly legend?: readonly [low: string, high: string] | undefined;
}

const GAP = 6;

/**
 * Draws a contact sheet.
 *
 * @param cell side of the square that each picture is scaled to, in pixels
 */
export function drawContactSheet(sheet: ContactSheet, cell = 96): Picture {
  const names = Math.max(0, ...sheet.rows.map(({ name }) => textWidth(name)));
  const left = names > 0 ? names + 2 * GAP : GAP;
  const top = 2 * LETTER_HEIGHT + 3 * GAP + LETTER_HEIGHT + GAP;
  const bottom = sheet.legend ? 4 * GAP + LETTER_HEIGHT : GAP;
  const width = Math.max(left + sheet.columns.length * (cell + GAP), 2 * textWidth(sheet.title) + 2 * GAP);
  const height = top + sheet.rows.length * (cell + GAP) + bottom;
  const page = plainPicture(width, height, palette.paper);
  writeText(page, sheet.title, [GAP, GAP], palette.ink, 2);
  sheet.columns.forEach((name, column) => {
    writeText(page, name, [left + column * (cell + GAP), top - LETTER_HEIGHT - 3], palette.ink);
  });
  sheet.rows.forEach(({ name, pictures }, row) => {
    const y = top + row * (cell + GAP);
    writeText(page, name, [GAP, y + Math.floor((cell - LETTER_HEIGHT) / 2)], palette.ink);
    pictures.forEach((picture, column) => {
      if (picture) pastePicture(page, fitSquare(toRgb(picture), cell), left + column * (cell + GAP), y);
    });
  });
  if (sheet.legend) drawLegend(page, sheet.legend, left, height - bottom + GAP);
  return page;
}

/** Copies an RGB picture onto another one; both corners must lie inside. */
export function pastePicture(page: Picture, picture: Picture, left: number, top: number): void {
  const stride = picture.width * 3;
  for (let y = 0; y < picture.height; y++) {
    page.data.set(picture.data.subarray(y * stride, (y + 1) * stride), ((top + y) * page.width + left) * 3);
  }
}

function fitSquare(picture: Picture, side: number): Picture {
  const scale = side / Math.max(picture.width, picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  return resize(picture, width, Math.max(1, Math.round(picture.height * scale)));
}

function drawLegend(page: Picture, [low, high]: readonly [string, string], left: number, top: number): void {
  const start = left + textWidth(low) + GAP;
  const length = Math.max(16, Math.min(256, page.width - start - textWidth(high) - 2 * GAP));
  writeText(page, low, [left, top + 2], palette.ink);
  for (let x = 0; x < length; x++) {
    const color = motionColor((x / (length - 1)) * 255);
    for (let y = 0; y < LETTER_HEIGHT + 4; y++) page.data.set(color, ((top + y) * page.width + start + x) * 3);
  }
  writeText(page, high, [start + length + GAP, top + 2], palette.ink);
}
