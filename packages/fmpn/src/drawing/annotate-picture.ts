import type { Eyes } from "../faces/face.js";
import type { Box } from "../images/box-shrink.js";
import { toRgb } from "../images/gray.js";
import { createPicture, type Picture } from "../images/picture.js";
import { resize } from "../images/warp.js";
import { pastePicture } from "../prior/contact-sheet.js";
import { fillRectangle, strokeRectangle } from "./paint.js";
import { CARD_WIDTH, cardHeight, drawRecognitionCard, type DrawnFace, INK, PAPER, percent } from "./recognition-card.js";
import { drawText, textWidth } from "./text.js";

/** A face in a picture, with what was answered of it. */
export interface AnnotatedFace extends DrawnFace {
  readonly box: Box;
  readonly eyes: Eyes;
}

/** Settings of {@link annotatePicture}. */
export interface AnnotateOptions {
  /** Longest side of the picture within the drawing, in pixels: by default 1600. */
  readonly longest?: number;
  /** How many of the most probable classes get a bar: by default 7. */
  readonly bars?: number;
}

/** Smaller pictures are enlarged to this, or no label would fit. */
const SHORTEST = 480;
const LONGEST = 1600;
const BARS = 7;

/**
 * A picture for people to look at: a box with its label around each face, and beside or below the picture a card for
 * each face with its motion mask and a bar for each expression. The picture itself stays free of colour, so that the face
 * can be seen. Boxes and cards are numbered where there are several.
 *
 * @param picture with the pixels that the faces' boxes speak of
 */
export function annotatePicture(picture: Picture, faces: readonly AnnotatedFace[], options: AnnotateOptions = {}): Picture {
  const { longest = LONGEST, bars: mostBars = BARS } = options;
  const side = Math.max(picture.width, picture.height);
  const scale = Math.min(longest, Math.max(SHORTEST, side)) / side;
  const photo = resize(toRgb(picture), Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const unit = Math.max(9, Math.max(photo.width, photo.height) / 60);
  // A single card has the place to be larger.
  const cardUnit = faces.length === 1 ? 1.35 * unit : unit;
  const bars = Math.min(mostBars, Math.max(0, ...faces.map(({ probabilities }) => Object.keys(probabilities).length)));
  const layout = arrange(photo, faces.length, cardUnit, bars);
  const page = createPicture(layout.width, layout.height, 3);
  fillRectangle(page, { x: -1, y: -1, width: page.width + 2, height: page.height + 2 }, PAPER);
  // On a copy: the resized picture may be the caller's own.
  const drawn = createPicture(photo.width, photo.height, 3, photo.data.slice());
  const label = labelOf(faces.length);
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
    if (at !== undefined) drawRecognitionCard(page, face, label(face, index), at, cardUnit, bars);
  });
  return page;
}

function labelOf(faces: number): (face: DrawnFace, index: number) => string {
  return ({ expression, probabilities }, index) => `${faces > 1 ? `${index + 1}  ` : ""}${expression} ${percent(probabilities[expression] ?? 0)}`;
}

/** Where the cards go: in a column beside the picture while they fit there, else in rows below it. */
function arrange(photo: Picture, faces: number, unit: number, bars: number) {
  const gap = 2 * unit;
  const [cardWidth, oneCard] = [CARD_WIDTH * unit, cardHeight(bars) * unit];
  if (faces === 0) return { width: photo.width, height: photo.height, cards: [] };
  const column = faces * (oneCard + gap) + gap;
  if (column <= photo.height || faces === 1) {
    const height = Math.max(photo.height, Math.ceil(column));
    const top = faces === 1 ? Math.max(gap, (photo.height - oneCard) / 2) : gap;
    const cards = Array.from({ length: faces }, (_, index) => ({ x: photo.width + gap, y: top + index * (oneCard + gap) }));
    return { width: Math.ceil(photo.width + cardWidth + 2 * gap), height, cards };
  }
  const columns = Math.min(faces, Math.max(1, Math.floor((photo.width - gap) / (cardWidth + gap))));
  const cards = Array.from({ length: faces }, (_, index) => ({
    x: gap + (index % columns) * (cardWidth + gap),
    y: photo.height + gap + Math.floor(index / columns) * (oneCard + gap),
  }));
  return {
    width: Math.ceil(Math.max(photo.width, columns * (cardWidth + gap) + gap)),
    height: Math.ceil(photo.height + gap + Math.ceil(faces / columns) * (oneCard + gap)),
    cards,
  };
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
  strokeRectangle(picture, box, line + 2, INK, unit / 2, 0.55);
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
  fillRectangle(picture, { x, y, width, height }, INK, size / 2, 0.9);
  drawText(picture, text, { x: x + 0.7 * size, y: y + 0.55 * size }, { size, color: [255, 255, 255], pen: 0.14 });
}
