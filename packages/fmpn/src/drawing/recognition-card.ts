import type { Picture } from "../images/picture.js";
import { resize } from "../images/warp.js";
import { pastePicture } from "./contact-sheet.js";
import { overlayMask } from "./mask-overlay.js";
import { fillRectangle } from "./paint.js";
import { palette } from "./palette.js";
import { drawText, fitText, textWidth } from "./text.js";

/** What is drawn of an answer; the recogniser's faces have it all. */
export interface DrawnFace {
  readonly expression: string;
  /** In [0, 1], by class name. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** `S × S` values in [0, 1]. */
  readonly mask: Float32Array;
  /** The aligned face. */
  readonly crop: Picture;
  /** The crop's margin, as in `alignFace`; by default 0. */
  readonly margin?: number | undefined;
}

/** A card's sides in units of the text's height. */
export const CARD_WIDTH = 34;
const LINE = 1.75;
const TITLE = 3;

/** How high a card with so many bars is, in units of the text's height. */
export function cardHeight(bars: number): number {
  return Math.max(TITLE + bars * LINE + 0.5, TITLE + MASK_SIDE + 0.5);
}

const MASK_SIDE = 12.5;
const BAR_LEFT = MASK_SIDE + 1.6 + 7.4;
const BAR_WIDTH = 9.2;

/** The classes and their probabilities, most probable first. */
export function ranked(probabilities: Readonly<Record<string, number>>): [name: string, probability: number][] {
  return Object.entries(probabilities).toSorted(([, one], [, other]) => other - one);
}

/** "93 %"; never a rounded 100 or 0 for what is neither. */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value > 99 && value < 100) return ">99 %";
  if (value > 0 && value < 1) return "<1 %";
  return `${Math.round(value)} %`;
}

/**
 * Draws what was answered of a face: the expression, the mask over the face, a bar for each class.
 *
 * @param at the card's upper left corner
 * @param unit height of a capital letter in pixels
 * @param bars how many of the most probable classes are shown
 */
export function drawRecognitionCard(page: Picture, face: DrawnFace, title: string, at: { x: number; y: number }, unit: number, bars: number): void {
  const { x, y } = at;
  drawText(page, fitText(title, (CARD_WIDTH - 1) * unit, unit * 1.25), { x, y: y + 0.4 * unit }, { size: unit * 1.25, color: palette.ink, pen: 0.15 });
  const side = Math.round(MASK_SIDE * unit);
  pastePicture(page, overlayMask(resize(face.crop, side, side), face.mask, face.margin), Math.round(x), Math.round(y + TITLE * unit));
  ranked(face.probabilities)
    .slice(0, bars)
    .forEach(([name, probability], index) => {
      const top = y + (TITLE + index * LINE) * unit;
      const left = x + (MASK_SIDE + 1.6) * unit;
      const isAnswer = name === face.expression;
      const color = isAnswer ? palette.ink : palette.muted;
      drawText(page, fitText(name, 6.9 * unit, unit), { x: left, y: top + 0.1 * unit }, { size: unit, color });
      const bar = { x: x + BAR_LEFT * unit, y: top, width: BAR_WIDTH * unit, height: 1.2 * unit };
      fillRectangle(page, bar, palette.track, 0.2 * unit);
      const filled = Math.max(0.25 * unit, BAR_WIDTH * unit * probability);
      fillRectangle(page, { ...bar, width: filled }, isAnswer ? palette.answer : palette.quiet, 0.2 * unit);
      const figure = percent(probability);
      const right = x + CARD_WIDTH * unit - textWidth(figure, unit);
      drawText(page, figure, { x: right, y: top + 0.1 * unit }, { size: unit, color });
    });
}
