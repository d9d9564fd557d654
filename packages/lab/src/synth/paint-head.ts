import { drawStroke, fillShape, layShade } from "./brush.js";
import type { Canvas } from "./canvas.js";
import { ellipse, type Point, smoothLine, smoothRing } from "./curves.js";
import { blend, scaled } from "./face-identity.js";
import { SIDES } from "./face-shape.js";
import type { Sitter } from "./sitter.js";

/** Hair behind the head, neck, clothes, ears, skin and its soft modelling. */
export function paintHead(canvas: Canvas, sitter: Sitter): void {
  const { person, shape, units } = sitter;
  const { faceWidth: width, hairlineY, hairVolume: volume, hair, skin } = person;
  const crown = hairlineY - 0.6 - volume;
  const backHair: Point[] = [
    [0, crown],
    [width * 0.75 + volume * 0.5, crown + 0.35],
    [width + volume, -0.4],
    [width + volume * 0.8, 0.6 + person.hairLength],
    [-width - volume * 0.8, 0.6 + person.hairLength],
    [-width - volume, -0.4],
    [-width * 0.75 - volume * 0.5, crown + 0.35],
  ];
  fillShape(canvas, sitter, smoothRing(backHair), scaled(hair, 0.75));
  const neck = person.jawWidth * width * 0.72;
  fillShape(canvas, sitter, [[-neck, 1.6], [neck, 1.6], [neck + 0.1, 6.5], [-neck - 0.1, 6.5]], scaled(skin, 0.72));
  for (const side of SIDES) {
    fillShape(canvas, sitter, ellipse([side * (width + 0.06), 0.35], 0.2, 0.5), scaled(skin, 0.82));
  }
  fillShape(canvas, sitter, smoothRing(shape.outline, 4), skin);

  const shade = scaled(skin, 0.62);
  const light = blend(skin, [1, 0.97, 0.92], 0.5);
  const blush = blend(skin, [0.8, 0.3, 0.25], 0.5);
  layShade(canvas, sitter, [0, -1.2], [1.3, 0.7], light, 0.3);
  for (const half of shape.halves) {
    const { side, cheek, share } = half;
    layShade(canvas, sitter, [side * person.eyeX, -0.12], [0.8, 0.55], shade, 0.42);
    layShade(canvas, sitter, [side * width * 0.93, 1.1], [0.5, 1.6], shade, 0.5);
    layShade(canvas, sitter, [cheek[0], cheek[1] - 0.12], [0.62, 0.42], light, 0.3 + 0.3 * units.cheekUp * share);
    layShade(canvas, sitter, [cheek[0] + side * 0.05, cheek[1] + 0.2], [0.6, 0.4], blush, 0.25);
    if (person.freckles > 0) {
      for (let i = 0; i < 6; i++) {
        const spot: Point = [side * (0.55 + 0.16 * i), 0.62 + 0.19 * ((i * 5) % 3)];
        layShade(canvas, sitter, spot, [0.07, 0.07], scaled(skin, 0.55), person.freckles);
      }
    }
  }
  layShade(canvas, sitter, [0, shape.chin[1] - 0.35], [0.42, 0.3], light, 0.25);
}

/** Beard and stubble on jaw and chin, and the moustache; they move with the skin that they grow on. */
export function paintBeard(canvas: Canvas, sitter: Sitter): void {
  const { person, shape } = sitter;
  const color = blend(person.brows, person.skin, 0.12);
  const chin = shape.chin[1];
  const { lowerEdge, upperEdge } = shape.lips;
  const cornerY = lowerEdge[0]?.[1] ?? person.mouthY;
  if (person.beard > 0) {
    const width = person.faceWidth * person.jawWidth;
    const below = (lowerEdge[3]?.[1] ?? cornerY) + 0.12;
    const side = (s: number): Point[] => [
      [s * person.faceWidth * 0.97, 0.9],
      [s * (width + 0.2), 1.95],
      [s * width * 0.72, 2.62 + (chin - 3) * 0.6],
      [s * width * 0.36, chin - 0.08],
    ];
    const inner = (s: number): Point[] => [
      [s * 0.35, below + 0.04],
      [s * (person.mouthWidth + 0.2), cornerY + 0.1],
      [s * 1.2, 1.75],
      [s * person.faceWidth * 0.86, 1.2],
    ];
    const outline: Point[] = [
      ...side(1),
      [0, chin],
      ...side(-1).toReversed(),
      ...inner(-1).toReversed(),
      [0, below],
      ...inner(1),
    ];
    fillShape(canvas, sitter, smoothRing(outline, 3), color, person.beard * 0.85);
  }
  if (person.moustache > 0) {
    const line: Point[] = [-1, -0.55, 0, 0.55, 1].map((t): Point => {
      const at = upperEdge[Math.round((t + 1) * 3)] ?? [0, cornerY];
      return [at[0] * 0.98, at[1] - 0.1 + 0.05 * Math.abs(t)];
    });
    drawStroke(canvas, sitter, smoothLine(line), (along) => 0.1 + 0.14 * Math.sin(Math.PI * along), color, person.moustache * 0.9);
  }
}

/** Hair in front of the forehead. */
export function paintFringe(canvas: Canvas, sitter: Sitter): void {
  const { person } = sitter;
  const { faceWidth: width, hairlineY, hair, fringe } = person;
  const crown = hairlineY - 0.6 - person.hairVolume;
  const edge = hairlineY + fringe;
  const part = Math.abs(person.parting) > 1 ? 0 : person.parting * 0.7;
  const lift = Math.abs(person.parting) > 1 ? 0 : 0.12;
  const outline: Point[] = [
    [0, crown],
    [width * 0.75, crown + 0.3],
    [width + 0.06, -0.5],
    [width * 0.93, -0.55],
    [width * 0.8, edge + 0.25],
    [width * 0.5, edge + 0.04],
    [part, edge - lift],
    [-width * 0.5, edge + 0.04],
    [-width * 0.8, edge + 0.25],
    [-width * 0.93, -0.55],
    [-width - 0.06, -0.5],
    [-width * 0.75, crown + 0.3],
  ];
  fillShape(canvas, sitter, smoothRing(outline), hair);
  for (let strand = -3; strand <= 3; strand++) {
    const x = (strand / 3) * width * 0.8;
    const line: Point[] = [
      [x * 0.5 + part * 0.4, crown + 0.15],
      [x * 0.85, crown + 0.45],
      [x, edge - 0.08 - lift * Math.max(0, 1 - Math.abs(x - part))],
    ];
    drawStroke(canvas, sitter, smoothLine(line, 3), 0.07, strand % 2 === 0 ? scaled(hair, 0.7) : scaled(hair, 1.35), 0.45);
  }
}
