import { drawStroke, tapered } from "./brush.js";
import type { Canvas } from "./canvas.js";
import { type Point, smoothLine } from "./curves.js";
import { scaled } from "./face-identity.js";
import type { Sitter } from "./sitter.js";

/** The folds that age leaves and that movements deepen. */
export function paintWrinkles(canvas: Canvas, sitter: Sitter): void {
  const { person, shape, units } = sitter;
  const { age } = person;
  const dark = scaled(person.skin, 0.48);
  const fold = (points: readonly Point[], width: number, movement: number, lasting = 0): void => {
    const depth = movement * person.pliancy + lasting;
    if (depth > 0.03) drawStroke(canvas, sitter, smoothLine(points, 4), tapered(width), dark, Math.min(0.85, depth));
  };

  // Forehead: raised brows fold it across; all of it, or only its middle when the outer brows stay down.
  const raised = 0.5 * units.innerBrowUp + 0.5 * units.outerBrowUp;
  const reach = 0.55 + 0.7 * Math.max(units.outerBrowUp, 0.5 * age);
  for (let row = 0; row < 3; row++) {
    const y = person.foldY - person.foldGap * row - 0.1 * raised;
    if (y < person.hairlineY + 0.12) break;
    const bow = 0.1 * units.innerBrowUp;
    fold([[-reach, y + 0.02], [-reach * 0.4, y - bow], [reach * 0.4, y - bow], [reach, y + 0.02]], 0.07, 0.75 * raised, 0.18 * age);
  }
  // Between the brows.
  const frown = Math.max(units.browDown, 0.6 * units.noseWrinkle);
  for (const side of [-1, 1]) {
    const x = side * (0.17 - 0.04 * units.browDown);
    fold([[x * 0.9, -0.85], [x * 1.1, -0.6], [x, -0.35]], 0.075, 0.85 * frown, 0.15 * age);
  }
  // Across the bridge of the nose.
  for (let row = 0; row < 3; row++) {
    const y = -0.12 + 0.16 * row;
    fold([[-0.24, y + 0.06], [0, y - 0.03], [0.24, y + 0.06]], 0.06, 0.9 * units.noseWrinkle);
  }
  for (const half of shape.halves) {
    const { side, share, noseWing, upperLid, lowerLid } = half;
    const corner: Point = (side < 0 ? shape.lips.upperEdge[0] : shape.lips.upperEdge.at(-1)) ?? [0, person.mouthY];
    // From the nose's wing past the corner of the mouth.
    const pull = share * (0.75 * units.cornerPull + 0.4 * units.upperLipUp + 0.65 * units.noseWrinkle + 0.25 * units.dimple);
    const end: Point = [corner[0] + side * 0.16, corner[1] - 0.02 + 0.1 * units.cornerPull];
    fold([[noseWing[0] + side * 0.06, noseWing[1] - 0.08], half.fold, end], 0.085, 0.75 * pull, 0.12 + 0.3 * age);
    // Dimple and the line that a drooping corner draws.
    fold([[corner[0] + side * 0.11, corner[1] - 0.13], [corner[0] + side * 0.16, corner[1]], [corner[0] + side * 0.1, corner[1] + 0.12]], 0.08, share * (0.85 * units.dimple + 0.25 * units.cornerPull));
    fold([[corner[0] + side * 0.05, corner[1] + 0.04], [corner[0] + side * 0.14, corner[1] + 0.32]], 0.08, 0.7 * units.cornerDown + 0.3 * units.lipStretch, 0.15 * age);
    // Crow's feet and the pouch below the eye.
    const outer = upperLid.at(-1) ?? [side * 1.5, 0];
    for (let ray = -1; ray <= 1; ray++) {
      const start: Point = [outer[0] + side * 0.1, outer[1] + ray * 0.08];
      fold([start, [start[0] + side * 0.3, start[1] + ray * 0.15]], 0.05, share * 0.75 * units.cheekUp, 0.12 * age);
    }
    const pouch = lowerLid.map(([x, y]): Point => [x, y + 0.13 - 0.03 * units.cheekUp]);
    fold(pouch, 0.07, 0.5 * share * Math.max(units.cheekUp, 0.8 * units.lidTight), 0.18 + 0.2 * age);
  }
  // The chin boss.
  const chin = shape.chin[1] - 0.5;
  fold([[-0.35, chin + 0.08], [0, chin - 0.04], [0.35, chin + 0.08]], 0.08, 0.7 * units.chinUp);
}
