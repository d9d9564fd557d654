import { compose, scaling, type Affine } from "../images/affine.js";
import type { Picture } from "../images/picture.js";

/** Degrees to both sides: with what the model bears by itself (about 30), faces up to 60 degrees are seen. */
const TURNS = [-30, 30, -60, 60];

/** Views of the whole picture turned about its middle; its longer side takes `part` of the view's `side`. */
export function turnedViews({ width, height }: Picture, side: number, part: number): Affine[] {
  const scale = (side * part) / Math.max(width, height);
  return TURNS.map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
    const turn: Affine = { a: cos, b: -sin, c: 0, d: sin, e: cos, f: 0 };
    return compose(scaling(1, side / 2, side / 2), compose(turn, scaling(1, -width / 2, -height / 2)));
  });
}
