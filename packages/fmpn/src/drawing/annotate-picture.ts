import type { Eyes } from "../faces/face.js";
import type { Point } from "../images/affine.js";
import type { Box } from "../images/box.js";
import { toRgb } from "../images/gray.js";
import { createPicture, type Picture } from "../images/picture.js";
import { resize } from "../images/warp.js";
import { pastePicture } from "./contact-sheet.js";
import { fillRectangle, strokeRectangle, plainPicture } from "./paint.js";
import { palette } from "./palette.js";
import { CARD_WIDTH, cardHeight, drawRecognitionCard, type DrawnFace, percent } from "./recognition-card.js";
import { drawText, textWidth } from "./text.js";

/** A face in a picture, with what was answered of it. */
export interface AnnotatedFace extends DrawnFace {
  readonly box: Box;
  readonly eyes: Eyes;
}

/** Settings of {@link annotatePicture}. */
export interface AnnotateOptions {
  /** Longest side of the picture within the drawing, in pixels: by default 1600. */
  readonly longest?: number | undefined;
  /** How many of the most probable classes get a bar: by default 7. */
  readonly bars?: number | undefined;
  /** Whether there are cards beside or below the picture; without them the drawing has the picture's own shape, as a video needs. */
  readonly cards?: boolean | undefined;
  /** What stands at the faces' boxes, in their order; by default the answer, numbered where there are several. */
  readonly labels?: readonly string[] | undefined;
}

/** Smaller pictures are enlarged to this, or no label would fit. */
const SHORTEST = 480;
const LONGEST = 1600;
const BARS = 7;
/** Height of a capital letter in pixels. */
const SMALLEST_TEXT = 9;
/** Between cards, in units of their text's height. */
const GAP = 2;

/**
 * A picture for people to look at: a box with its label around each face, and beside or below the picture a card for
 * each face with its motion mask and a bar for each expression. The picture itself stays free of colour, so that the face
 * can be seen. Boxes and cards are numbered where there are several.
 *
 * @param picture with the pixels that the faces' boxes speak of
 */
export function annotatePicture(picture: Picture, faces: readonly AnnotatedFace[], options: AnnotateOptions = {}): Picture {
  const { longest = LONGEST, bars: mostBars = BARS, cards = true, labels } = options;
  const side = Math.max(picture.width, picture.height);
  const scale = Math.min(longest, Math.max(SHORTEST, side)) / side;
  const photo = resize(toRgb(picture), Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const unit = Math.max(SMALLEST_TEXT, Math.max(photo.width, photo.height) / 60);
  const bars = Math.min(mostBars, Math.max(0, ...faces.map(({ probabilities }) => Object.keys(probabilities).length)));
  const layout = arrange(photo, cards ? faces.length : 0, unit, bars);
  const page = plainPicture(layout.width, layout.height, palette.paper);
  // On a copy: the resized picture may be the caller's own.
  const drawn = createPicture(photo.width, photo.height, 3, photo.data.slice());
  const numbered = labelOf(faces.length);
  const label = (face: DrawnFace, index: number): string => labels?.[index] ?? numbered(face, index);
  // Boxes first: no box crosses a label.
  const boxes = faces.map(({ box }) => within(photo, { x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale }, unit / 4));
  for (const box of boxes) drawBox(drawn, box, unit);
  faces.forEach((face, index) => {
    const box = boxes[index];
    if (box !== undefined) drawLabel(drawn, box, label(face, index), unit);
  });
  pastePicture(page, drawn, 0, 0);
  faces.forEach((face, index) => {
    const at = layout.cards[index];
    if (at !== undefined) drawRecognitionCard(page, face, label(face, index), at, layout.unit, bars);
  });
  return page;
}

function labelOf(faces: number): (face: DrawnFace, index: number) => string {
  return ({ expression, probabilities }, index) => `${faces > 1 ? `${index + 1}  ` : ""}${expression} ${percent(probabilities[expression] ?? 0)}`;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  /** The cards' text height in pixels. */
  readonly unit: number;
  readonly cards: readonly Point[];
}

/** Where the cards go: in a column beside the picture while they fit there, else in rows below it. */
function arrange(photo: Picture, faces: number, textUnit: number, bars: number): Layout {
  if (faces === 0) return { width: photo.width, height: photo.height, unit: textUnit, cards: [] };
  // A single card has the place to be larger.
  const beside = faces === 1 ? 1.35 * textUnit : textUnit;
  const column = (faces * (cardHeight(bars) + GAP) + GAP) * beside;
  if (column <= photo.height || faces === 1) {
    const step = (cardHeight(bars) + GAP) * beside;
    const top = faces === 1 ? Math.max(GAP * beside, (photo.height - cardHeight(bars) * beside) / 2) : GAP * beside;
    const cards = Array.from({ length: faces }, (_, index) => ({ x: photo.width + GAP * beside, y: top + index * step }));
    const width = Math.ceil(photo.width + (CARD_WIDTH + 2 * GAP) * beside);
    return { width, height: Math.max(photo.height, Math.ceil(column)), unit: beside, cards };
  }
  // Up to three columns, while the text stays legible.
  const unitFor = (columns: number): number => photo.width / (columns * (CARD_WIDTH + GAP) + GAP);
  const columns = [3, 2].find((columns) => columns <= faces && unitFor(columns) >= SMALLEST_TEXT) ?? 1;
  const unit = Math.max(SMALLEST_TEXT, Math.min(textUnit, unitFor(columns)));
  const [stepX, stepY] = [(CARD_WIDTH + GAP) * unit, (cardHeight(bars) + GAP) * unit];
  const cards = Array.from({ length: faces }, (_, index) => ({
    x: GAP * unit + (index % columns) * stepX,
    y: photo.height + GAP * unit + Math.floor(index / columns) * stepY,
  }));
  const width = Math.ceil(Math.max(photo.width, columns * stepX + GAP * unit));
  return { width, height: Math.ceil(photo.height + GAP * unit + Math.ceil(faces / columns) * stepY), unit, cards };
}

/** The part of a box that lies in the picture, so that its line is seen all around. */
function within({ width, height }: Picture, box: Box, inset: number): Box {
  const [x, y] = [Math.max(inset, box.x), Math.max(inset, box.y)];
  const right = Math.min(width - inset, box.x + box.width);
  const bottom = Math.min(height - inset, box.y + box.height);
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** White between two dark lines: to be seen on any picture. */
function drawBox(picture: Picture, box: Box, unit: number): void {
  const line = Math.max(2, unit / 5);
  strokeRectangle(picture, box, line + 2, palette.ink, unit / 2, 0.55);
  strokeRectangle(picture, box, line, [255, 255, 255], unit / 2);
}

/** A label on the box's upper edge, moved inside where the picture ends; a smaller one on a small face. */
function drawLabel(picture: Picture, box: Box, text: string, unit: number): void {
  const size = Math.max(8, Math.min(unit, (1.4 * box.width * unit) / textWidth(text, unit)));
  const width = textWidth(text, size) + 1.4 * size;
  const height = 2.1 * size;
  const inside = (value: number, most: number): number => Math.max(0, Math.min(value, most));
  const x = inside(box.x, picture.width - width);
  const y = inside(box.y - height - size / 4, picture.height - height);
  fillRectangle(picture, { x, y, width, height }, palette.ink, size / 2, 0.9);
  drawText(picture, text, { x: x + 0.7 * size, y: y + 0.55 * size }, { size, color: [255, 255, 255], pen: 0.14 });
}
