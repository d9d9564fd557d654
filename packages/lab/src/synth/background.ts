import { type Canvas, fillPolygon, softSpot } from "./canvas.js";
import { toPath } from "./curves.js";
import type { RandomStream } from "./counter-random.js";
import { type Color, scaled } from "./face-identity.js";

/** Paints a wall with a gradient, some blurred things on it, and the clothes' colour at the bottom. */
export function paintBackground(canvas: Canvas, random: RandomStream): void {
  const { width, height, rgb } = canvas;
  const above = drawColor(random);
  const below = scaled(above, random.uniform(0.6, 1.3));
  for (let row = 0; row < height; row++) {
    const share = row / height;
    for (let column = 0; column < width; column++) {
      const at = (row * width + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        rgb[at + channel] = (above[channel] ?? 0) * (1 - share) + (below[channel] ?? 0) * share;
      }
    }
  }
  for (let things = Math.floor(random.uniform(0, 5)); things > 0; things--) {
    const place = [random.uniform(0, width), random.uniform(0, height)] as const;
    const radii = [random.uniform(0.1, 0.4) * width, random.uniform(0.1, 0.4) * height] as const;
    softSpot(canvas, place, radii, drawColor(random), random.uniform(0.3, 0.9));
  }
  const collar = height * random.uniform(0.84, 0.95);
  const [left, right] = [width * random.uniform(-0.1, 0.15), width * random.uniform(0.85, 1.1)];
  fillPolygon(
    canvas,
    toPath([
      [left, height],
      [left + width * 0.1, collar + height * 0.05],
      [width / 2, collar],
      [right - width * 0.1, collar + height * 0.05],
      [right, height],
    ]),
    drawColor(random),
  );
}

function drawColor(random: RandomStream): Color {
  const light = random.uniform(0.05, 0.95);
  const vary = (): number => Math.min(1, Math.max(0, light + random.normal(0.1)));
  return [vary(), vary(), vary()];
}
