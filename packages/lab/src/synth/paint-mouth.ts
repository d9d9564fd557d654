import { drawStroke, fillShape, layShade, tapered } from "./brush.js";
import { type Canvas, fillPolygon, polygonCoverage } from "./canvas.js";
import { type Point, smoothLine, toPath } from "./curves.js";
import { scaled } from "./face-identity.js";
import type { Sitter } from "./sitter.js";

/** The mouth's hollow with teeth and tongue, then the lips around it. */
export function paintMouth(canvas: Canvas, sitter: Sitter): void {
  const { person, shape, units, project } = sitter;
  const upperEdge = smoothLine(shape.lips.upperEdge, 3);
  const upperInner = smoothLine(shape.lips.upperInner, 3);
  const lowerInner = smoothLine(shape.lips.lowerInner, 3);
  const lowerEdge = smoothLine(shape.lips.lowerEdge, 3);
  const middle = (line: readonly Point[]): Point => line[Math.floor(line.length / 2)] ?? [0, person.mouthY];
  const [x, top] = middle(upperInner);
  const bottom = middle(lowerInner)[1];
  const gap = bottom - top;

  layShade(canvas, sitter, [x, middle(lowerEdge)[1] + 0.13], [person.mouthWidth * 0.75, 0.16], scaled(person.skin, 0.5), 0.5);
  if (gap > 0.03) {
    const hollow = toPath([...upperInner, ...lowerInner.toReversed()].map((point) => project(point)));
    fillPolygon(canvas, hollow, [0.16, 0.04, 0.05]);
    const clip = polygonCoverage(canvas, hollow);
    if (gap > 0.3) {
      const tongue: Point = [x, bottom];
      fillShape(canvas, sitter, ringAround(tongue, person.mouthWidth * 0.55, gap * 0.35), [0.62, 0.26, 0.27], 0.9, clip);
    }
    const teeth = [0.93, 0.91, 0.86] as const;
    const height = Math.min(0.17, gap * 0.75);
    const band = (line: readonly Point[], down: number): Point[] => [
      ...line.map(([px, py]): Point => [x + (px - x) * 0.92, py - 0.02 * Math.sign(down)]),
      ...line.map(([px, py]): Point => [x + (px - x) * 0.92, py + down]).toReversed(),
    ];
    fillShape(canvas, sitter, band(upperInner, height), teeth, 0.95, clip);
    if (units.lowerLipDown > 0.3) fillShape(canvas, sitter, band(lowerInner, -height), teeth, 0.9, clip);
  }
  fillShape(canvas, sitter, [...upperEdge, ...upperInner.toReversed()], scaled(person.lips, 0.88));
  fillShape(canvas, sitter, [...lowerInner, ...lowerEdge.toReversed()], person.lips);
  drawStroke(canvas, sitter, lowerEdge, tapered(0.04), scaled(person.skin, 0.5), 0.35);
  const line = gap > 0.03 ? 0.03 : 0.05;
  drawStroke(canvas, sitter, upperInner, tapered(line), [0.2, 0.07, 0.07], 0.8);
  if (gap > 0.03) drawStroke(canvas, sitter, lowerInner, tapered(line), [0.2, 0.07, 0.07], 0.5);
}

function ringAround([x, y]: Point, radiusX: number, radiusY: number): Point[] {
  return Array.from({ length: 14 }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / 14;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}
