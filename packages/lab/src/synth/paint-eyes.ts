import { drawStroke, fillShape, layShade, tapered } from "./brush.js";
import { type Canvas, fillPolygon, polygonCoverage, softSpot } from "./canvas.js";
import { ellipse, type Point, smoothLine, toPath } from "./curves.js";
import { blend, scaled } from "./face-identity.js";
import { SIDES } from "./face-shape.js";
import type { Sitter } from "./sitter.js";

/** Whites, irises, lids, lashes and creases. */
export function paintEyes(canvas: Canvas, sitter: Sitter): void {
  const { person, shape, units, gaze, project, unit } = sitter;
  for (const { side, upperLid, lowerLid } of shape.halves) {
    const upper = smoothLine(upperLid, 3);
    const lower = smoothLine(lowerLid, 3);
    const opening = toPath([...upper, ...lower.toReversed()].map((point) => project(point)));
    fillPolygon(canvas, opening, [0.93, 0.92, 0.9]);
    const clip = polygonCoverage(canvas, opening);
    const center = project([side * person.eyeX + gaze[0] * 0.12, -0.02 + gaze[1] * 0.05]);
    const disc = (radius: number): Float64Array => toPath(ellipse(center, radius * unit, radius * unit, 16));
    fillPolygon(canvas, disc(person.irisSize), scaled(person.iris, 0.55), 1, clip);
    fillPolygon(canvas, disc(person.irisSize * 0.84), person.iris, 1, clip);
    fillPolygon(canvas, disc(person.irisSize * 0.45), [0.02, 0.02, 0.02], 1, clip);
    const glint: Point = [center[0] + 0.07 * unit, center[1] - 0.08 * unit];
    softSpot(canvas, glint, [0.08 * unit, 0.08 * unit], [1, 1, 1], 0.9);

    const lashes = scaled(blend(person.brows, [0, 0, 0], 0.5), 0.7);
    drawStroke(canvas, sitter, upper, (along) => 0.035 + 0.05 * along, lashes, 0.9);
    drawStroke(canvas, sitter, lower, tapered(0.045), scaled(person.skin, 0.45), 0.7);
    const lidTop = upperLid[2]?.[1] ?? -0.2;
    // The fold above the lid is hidden as the lid rises to it.
    const gap = Math.max(0.03, 0.13 - 0.09 * units.lidUp);
    const crease = upperLid.map(([x, y]): Point => [x, y - gap * (0.5 + (0.5 * y) / (lidTop || -0.2))]);
    drawStroke(canvas, sitter, smoothLine(crease, 3), tapered(0.045), scaled(person.skin, 0.5), 0.6);
  }
}

/** Brows: dense within, thin at the outer end. */
export function paintBrows(canvas: Canvas, sitter: Sitter): void {
  const { person, shape } = sitter;
  for (const { brow } of shape.halves) {
    const line = smoothLine(brow, 4);
    const width = (along: number): number => person.browThickness * (along < 0.15 ? 0.7 + 2 * along : 1.12 - 0.8 * along);
    drawStroke(canvas, sitter, line, width, person.brows, 0.88);
    drawStroke(canvas, sitter, line, (along) => width(along) * 0.4, scaled(person.brows, 0.6), 0.5);
    const [outerX, outerY] = brow[1] ?? [0, 0];
    layShade(canvas, sitter, [outerX, outerY + 0.22], [0.6, 0.25], scaled(person.skin, 0.6), 0.25);
  }
}

/** Frames, and glass that darkens or glares. */
export function paintGlasses(canvas: Canvas, sitter: Sitter): void {
  const { person } = sitter;
  if (person.glasses === "none") return;
  const radius = person.glassesSize;
  const width = person.glasses === "thin" ? 0.05 : 0.11;
  const frame = person.glasses === "thin" ? ([0.45, 0.42, 0.38] as const) : ([0.08, 0.07, 0.07] as const);
  const centerX = person.eyeX * 1.02;
  for (const side of SIDES) {
    const rim = ellipse([side * centerX, 0.06], radius, radius * 0.8, 24);
    fillShape(canvas, sitter, rim, [0.1, 0.1, 0.12], person.glasses === "dark" ? 0.3 : 0.05);
    const first = rim[0];
    if (first) drawStroke(canvas, sitter, [...rim, first], width, frame, 0.95);
    drawStroke(canvas, sitter, [[side * (centerX + radius), 0], [side * person.faceWidth, -0.05]], width, frame, 0.95);
    layShade(canvas, sitter, [side * centerX + 0.2, -0.15], [0.3, 0.25], [1, 1, 1], 0.3);
  }
  drawStroke(canvas, sitter, [[radius - centerX, 0], [0, -0.07], [centerX - radius, 0]], width, frame, 0.95);
}
