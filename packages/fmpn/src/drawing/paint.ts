import type { Box } from "../images/box.js";
import { createPicture, type Picture } from "../images/picture.js";

/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/**
 * Lays a colour on an RGB picture wherever a shape is, with soft edges. A shape is its signed distance: how far the
 * point (x, y), in continuous pixel coordinates, lies outside of it in pixels, negative inside. A pixel is covered by
 * `0.5 − distance` at its middle, which for straight edges is its area to within a few percent.
 *
 * @param bounds the pixels to ask about; what lies beyond the picture is left out
 * @param opacity 0 to 1
 */
export function paint(picture: Picture, bounds: Box, distance: (x: number, y: number) => number, color: Color, opacity = 1): void {
  const { width, data } = picture;
  const right = Math.min(width, Math.ceil(bounds.x + bounds.width));
  const bottom = Math.min(picture.height, Math.ceil(bounds.y + bounds.height));
  for (let y = Math.max(0, Math.floor(bounds.y)); y < bottom; y++) {
    for (let x = Math.max(0, Math.floor(bounds.x)); x < right; x++) {
      const coverage = Math.min(1, Math.max(0, 0.5 - distance(x + 0.5, y + 0.5))) * opacity;
      if (coverage === 0) continue;
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const below = data[at + channel] ?? 0;
        data[at + channel] = below + ((color[channel] ?? 0) - below) * coverage;
      }
    }
  }
}

/** Fills a rectangle with rounded corners. */
export function fillRectangle(picture: Picture, box: Box, color: Color, radius = 0, opacity = 1): void {
  paint(picture, grown(box, 1), rectangleDistance(box, radius), color, opacity);
}

/** Draws a rectangle's outline, the line's middle on the rectangle's edge. */
export function strokeRectangle(picture: Picture, box: Box, lineWidth: number, color: Color, radius = 0, opacity = 1): void {
  const distance = rectangleDistance(box, radius);
  const reach = lineWidth / 2 + 1;
  const line = (x: number, y: number): number => Math.abs(distance(x, y)) - lineWidth / 2;
  // Four strips instead of the whole: the middle of a large box is never asked about.
  const depth = reach + radius;
  const { x, y, width, height } = grown(box, reach);
  const band = Math.min(2 * depth, height / 2);
  const side = Math.min(2 * depth, width / 2);
  for (const strip of [
    { x, y, width, height: band },
    { x, y: y + height - band, width, height: band },
    { x, y: y + band, width: side, height: height - 2 * band },
    { x: x + width - side, y: y + band, width: side, height: height - 2 * band },
  ]) {
    paint(picture, wholePixels(strip), line, color, opacity);
  }
}

/** Strips that share an edge must share no pixel, or its colour would be laid on twice. */
function wholePixels({ x, y, width, height }: Box): Box {
  const [left, top] = [Math.round(x), Math.round(y)];
  return { x: left, y: top, width: Math.round(x + width) - left, height: Math.round(y + height) - top };
}

function rectangleDistance({ x, y, width, height }: Box, radius: number): (px: number, py: number) => number {
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  const corner = Math.min(radius, width / 2, height / 2);
  return (px, py) => {
    const dx = Math.abs(px - middleX) - width / 2 + corner;
    const dy = Math.abs(py - middleY) - height / 2 + corner;
    return Math.sqrt(Math.max(dx, 0) ** 2 + Math.max(dy, 0) ** 2) + Math.min(Math.max(dx, dy), 0) - corner;
  };
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** An RGB picture of one colour. */
export function plainPicture(width: number, height: number, [red, green, blue]: Color): Picture {
  const picture = createPicture(width, height, 3);
  for (let at = 0; at < picture.data.length; at += 3) {
    picture.data[at] = red;
    picture.data[at + 1] = green;
    picture.data[at + 2] = blue;
  }
  return picture;
}
