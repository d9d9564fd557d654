import { drawStroke, fillShape, layShade, tapered } from "./brush.js";
import type { Canvas } from "./canvas.js";
import { ellipse, type Point, smoothLine } from "./curves.js";
import { blend, scaled } from "./face-identity.js";
import type { Sitter } from "./sitter.js";

/** Bridge, tip, wings and nostrils. */
export function paintNose(canvas: Canvas, sitter: Sitter): void {
  const { person, shape, project } = sitter;
  const raised = { ...sitter, project: (point: Point): Point => project(point, 0.35) };
  const shade = scaled(person.skin, 0.6);
  const light = blend(person.skin, [1, 0.97, 0.92], 0.6);
  const wingY = (shape.halves[0].noseWing[1] + shape.halves[1].noseWing[1]) / 2;
  layShade(canvas, sitter, [0, wingY + 0.2], [person.noseWidth * 1.3, 0.22], shade, 0.5);
  for (const { side, noseWing } of shape.halves) {
    const flank: Point[] = [
      [side * 0.2, -0.1],
      [side * 0.19, 0.45],
      [side * (person.noseWidth * 0.72), noseWing[1] - 0.14],
    ];
    drawStroke(canvas, sitter, smoothLine(flank, 3), 0.13, shade, 0.22);
    const wing: Point[] = [
      [noseWing[0] - side * 0.05, noseWing[1] - 0.2],
      [noseWing[0] + side * 0.03, noseWing[1] - 0.03],
      [noseWing[0] - side * 0.06, noseWing[1] + 0.1],
    ];
    drawStroke(canvas, sitter, smoothLine(wing, 4), tapered(0.09), scaled(person.skin, 0.42), 0.75);
    const nostril = ellipse([side * person.noseWidth * 0.5, noseWing[1] + 0.08], person.noseWidth * 0.27, 0.06, 12);
    fillShape(canvas, sitter, nostril, scaled(person.skin, 0.22), 0.85);
  }
  layShade(canvas, raised, [0, 0.25], [0.14, 0.75], light, 0.4);
  layShade(canvas, raised, [0, wingY - 0.1], [0.24, 0.22], light, 0.45);
}
