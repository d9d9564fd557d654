import { type Canvas, fillPolygon, softSpot } from "./canvas.js";
import { type Point, strokeOutline, toPath } from "./curves.js";
import type { Color } from "./face-identity.js";

/** The projection and scale that strokes in face coordinates are laid on a canvas with. */
export interface BrushFrame {
  /** From face units to pixels; `lift` raises a point above the face's surface. */
  readonly project: (point: Point, lift?: number) => Point;
  /** Pixels of a face unit. */
  readonly unit: number;
}

/** Fills an outline given in face coordinates. */
export function fillShape(
  canvas: Canvas,
  { project }: BrushFrame,
  outline: readonly Point[],
  color: Color,
  opacity = 1,
  clip?: Float32Array,
): void {
  fillPolygon(canvas, toPath(outline.map((point) => project(point))), color, opacity, clip);
}

/**
 * Draws a line given in face coordinates.
 *
 * @param width the brush's width in face units, from the line's start (0) to its end (1)
 */
export function drawStroke(
  canvas: Canvas,
  { project, unit }: BrushFrame,
  line: readonly Point[],
  width: number | ((along: number) => number),
  color: Color,
  opacity = 1,
  clip?: Float32Array,
): void {
  const pixels = line.map((point) => project(point));
  const brush = (along: number): number => unit * (typeof width === "number" ? width : width(along));
  fillPolygon(canvas, strokeOutline(pixels, brush), color, opacity, clip);
}

/** Lays a soft spot; place and radii in face units. */
export function layShade(
  canvas: Canvas,
  { project, unit }: BrushFrame,
  place: Point,
  [radiusX, radiusY]: Point,
  color: Color,
  opacity: number,
): void {
  if (opacity > 0.004) softSpot(canvas, project(place), [radiusX * unit, radiusY * unit], color, opacity);
}

/** A brush that is thin at both ends of a line and `width` wide in the middle. */
export function tapered(width: number): (along: number) => number {
  return (along) => width * Math.sqrt(Math.max(0, 4 * along * (1 - along)));
}
