import { scaling, type Affine } from "../images/affine.js";
import { LEAST_FACE, VIEW_HEIGHT, VIEW_WIDTH } from "./box-detector.js";

/**
 * From one level to the next, faces may grow by this much: what fits in a level's tiles and was too small for the level
 * before.
 */
const MOST_STEP = 4;

/**
 * The views through which the box detector finds every face of `minFace` pixels or more: first the whole picture, then
 * levels of ever smaller tiles. Neighbouring tiles overlap by the largest face that the level before could miss.
 */
export function searchViews(width: number, height: number, minFace: number): Affine[] {
  const whole = Math.min(VIEW_WIDTH / width, VIEW_HEIGHT / height);
  const finest = LEAST_FACE / minFace;
  const views = [scaling(whole, (VIEW_WIDTH - width * whole) / 2, (VIEW_HEIGHT - height * whole) / 2)];
  if (finest <= whole * 1.2) return views;
  const levels = Math.ceil(Math.log(finest / whole) / Math.log(MOST_STEP));
  for (let level = 1; level <= levels; level++) {
    const before = whole * (finest / whole) ** ((level - 1) / levels);
    const scale = whole * (finest / whole) ** (level / levels);
    const shared = 1.3 * LEAST_FACE * (scale / before);
    for (const y of starts(height * scale, VIEW_HEIGHT, shared)) {
      for (const x of starts(width * scale, VIEW_WIDTH, shared)) views.push(scaling(scale, -x, -y));
    }
  }
  return views;
}

/** Where views of length `view` start so that they cover `length` and share at least `shared`. */
function starts(length: number, view: number, shared: number): number[] {
  if (length <= view) return [(length - view) / 2];
  const count = Math.ceil((length - shared) / (view - shared));
  return Array.from({ length: count }, (_, i) => (i * (length - view)) / (count - 1));
}
