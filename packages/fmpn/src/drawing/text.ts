import type { Point } from "../images/affine.js";
import type { Picture } from "../images/picture.js";
import { type Color, paint } from "./paint.js";
import { CAP_HEIGHT, type Glyph, glyphOf } from "./stroke-font.js";

/** How a text is written. */
export interface TextStyle {
  /** Height of a capital letter in pixels; 7 and more can be read. */
  readonly size: number;
  readonly color: Color;
  /** Width of the pen as a part of the height: 0.11 by default, 0.16 is bold. */
  readonly pen?: number | undefined;
}

const REGULAR = 0.115;

/** How wide a text is in pixels. */
export function textWidth(text: string, size: number): number {
  const glyphs = [...text].map(glyphOf);
  const units = glyphs.reduce((sum, { advance }) => sum + advance, 0);
  const last = glyphs.at(-1);
  return last === undefined ? 0 : ((units - last.advance + last.width) * size) / CAP_HEIGHT;
}

/** Writes a text onto an RGB picture. `at` is where its first letter's left edge meets the top of the capitals. */
export function drawText(picture: Picture, text: string, at: Point, { size, color, pen = REGULAR }: TextStyle): void {
  const scale = size / CAP_HEIGHT;
  // Below a pixel's width, a line pales instead of thinning.
  const half = Math.max(1, pen * size) / 2;
  let x = at.x;
  for (const letter of text) {
    const glyph = glyphOf(letter);
    paintGlyph(picture, glyph, { x, y: at.y }, scale, half, color);
    x += glyph.advance * scale;
  }
}

/** The longest beginning of a text that fits into so many pixels, with "..." where something was left out. */
export function fitText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let letters = [...text].slice(0, -1);
  while (letters.length > 0 && textWidth(`${letters.join("")}...`, size) > width) letters = letters.slice(0, -1);
  return `${letters.join("")}...`;
}

function paintGlyph(picture: Picture, glyph: Glyph, at: Point, scale: number, half: number, color: Color): void {
  const lines = glyph.lines.map(([x0, y0, x1, y1]) => [at.x + x0 * scale, at.y + y0 * scale, at.x + x1 * scale, at.y + y1 * scale] as const);
  const xs = lines.flatMap(([x0, , x1]) => [x0, x1]);
  const ys = lines.flatMap(([, y0, , y1]) => [y0, y1]);
  const [left, top] = [Math.min(...xs) - half - 1, Math.min(...ys) - half - 1];
  const bounds = { x: left, y: top, width: Math.max(...xs) + half + 1 - left, height: Math.max(...ys) + half + 1 - top };
  if (lines.length === 0) return;
  const distance = (x: number, y: number): number => {
    let nearest = Infinity;
    for (const line of lines) nearest = Math.min(nearest, squareToLine(x, y, line));
    return Math.sqrt(nearest) - half;
  };
  paint(picture, bounds, distance, color);
}

function squareToLine(x: number, y: number, [x0, y0, x1, y1]: readonly [number, number, number, number]): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / square));
  return (x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2;
}
