import type { Point } from "./curves.js";

/** How far a moved point takes the skin around it along, in face units. */
const REACH = 0.44;
/** The movement, in face units, from which skin counts as moved. */
const MOVED = 0.05;
/** The band around `MOVED` over which the soft mask rises from 0 to 1. */
const BAND = 0.03;

/**
 * The true motion region: where the skin moves by more than 2.5 % of an average eye distance between the neutral and the
 * expressive face. From the geometry alone: each landmark carries the skin around its path along, falling off
 * smoothly with distance; neighbouring landmarks add up (by their fourth
 * powers, so that the largest prevails and the region's rim is smooth).
 *
 * @param before landmarks of the neutral face, in pixels
 * @param after the same landmarks of the expressive face
 * @param unit pixels of a face unit
 * @returns size × size, 0 to 1; 0.5 where the movement is just the limit
 */
export function motionRegion(before: readonly Point[], after: readonly Point[], unit: number, size: number): Float32Array {
  const moved = new Float32Array(size * size);
  const radius = REACH * unit;
  before.forEach(([x0, y0], i) => {
    const [x1, y1] = after[i] ?? [x0, y0];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const distance = Math.hypot(dx, dy);
    const reached = distance / unit;
    if (reached < MOVED / 4) return;
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - radius));
    const bottom = Math.min(size, Math.ceil(Math.max(y0, y1) + radius));
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - radius));
    const right = Math.min(size, Math.ceil(Math.max(x0, x1) + radius));
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const px = column + 0.5 - x0;
        const py = row + 0.5 - y0;
        const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (distance * distance)));
        const qx = px - along * dx;
        const qy = py - along * dy;
        const away = (qx * qx + qy * qy) / (radius * radius);
        if (away >= 1) continue;
        const carried = reached * (1 - away) * (1 - away);
        const pixel = row * size + column;
        moved[pixel] = (moved[pixel] ?? 0) + carried * carried * carried * carried;
      }
    }
  });
  for (let pixel = 0; pixel < moved.length; pixel++) {
    const movement = moved[pixel] ?? 0;
    if (movement > 0) moved[pixel] = smoothStep((Math.sqrt(Math.sqrt(movement)) - MOVED + BAND / 2) / BAND);
  }
  return moved;
}

function smoothStep(t: number): number {
  const x = Math.min(1, Math.max(0, t));
  return x * x * (3 - 2 * x);
}
