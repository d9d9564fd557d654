import { createRandom } from "@fmpn/graph";

/** Side of a made image in pixels. */
export const side = 20;

/** A gray image in [0, 1] with one shape on a noisy ground, light on dark or dark on light. */
export interface MadeImage {
  readonly pixels: Float32Array;
  /** 0 ring, 1 square, 2 cross, 3 saltire. */
  readonly label: number;
  /** 1 where the shape covers the pixel. */
  readonly mask: Float32Array;
}

export const shapes = 4;

/** Whether a point, relative to the centre and in units of the radius, lies on a shape's stroke. */
const strokes: readonly ((x: number, y: number, stroke: number) => boolean)[] = [
  (x, y, stroke) => Math.abs(Math.hypot(x, y) - 1) < stroke,
  (x, y, stroke) => Math.abs(Math.max(Math.abs(x), Math.abs(y)) - 0.9) < stroke,
  (x, y, stroke) => Math.min(Math.abs(x), Math.abs(y)) < stroke && Math.max(Math.abs(x), Math.abs(y)) < 1.1,
  (x, y, stroke) => Math.abs(Math.abs(x) - Math.abs(y)) < 1.4 * stroke && Math.max(Math.abs(x), Math.abs(y)) < 0.9,
];

/**
 * The image of an index, the same for the same seed. Place, size and contrast vary, and the sign of the contrast is a coin's
 * toss: a linear classifier, which can only add up pixels, finds little to hold on to.
 */
export function madeImage(seed: number, index: number): MadeImage {
  const random = createRandom(seed, "made image", index);
  const label = random.integer(shapes);
  const radius = 4 + 3 * random.uniform();
  const reach = side / 2 - radius;
  const [cx, cy] = [0, 1].map(() => side / 2 - 0.5 + reach * (2 * random.uniform() - 1)) as [number, number];
  const [ground, contrast] = [0.35 + 0.3 * random.uniform(), (random.uniform() < 0.5 ? -1 : 1) * (0.2 + 0.15 * random.uniform())];
  const mask = Float32Array.from({ length: side * side }, (_, place) => {
    const [x, y] = [((place % side) - cx) / radius, (Math.floor(place / side) - cy) / radius];
    return strokes[label]?.(x, y, 1 / radius) === true ? 1 : 0;
  });
  const pixels = mask.map((covered) => Math.min(1, Math.max(0, ground + contrast * covered + 0.04 * random.normal())));
  return { pixels, label, mask };
}
