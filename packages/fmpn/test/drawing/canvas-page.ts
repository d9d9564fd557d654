import { drawFaces, maskImage } from "#src/drawing/index.js";

/** Draws one face on a clear canvas. @returns the colours of some pixels, red, green, blue, alpha */
export function draw(mirrored: boolean, mask: number, places: readonly (readonly [number, number])[]): number[][] {
  const canvas = new OffscreenCanvas(640, 480);
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  const level = new Float32Array(64 * 64).fill(1);
  const face = { box: { x: 50, y: 60, width: 100, height: 100 }, eyes: { left: { x: 80, y: 95 }, right: { x: 125, y: 95 } }, expression: "happiness", probabilities: { happiness: 0.9, fear: 0.1 }, mask: level, id: 3 };
  drawFaces(context, [face], { scale: 2, mask, bars: 2, ...(mirrored ? { mirroredWidth: 320 } : {}) });
  return places.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data]);
}

/** The alpha values of a mask's edge, its middle, and where nothing moves. */
export function alphas(): number[] {
  const mask = new Float32Array(32 * 32).fill(1);
  mask[16 * 32 + 20] = 0;
  const { data } = maskImage(mask, 0.5);
  return [0, 16 * 32 + 16, 16 * 32 + 20].map((pixel) => data[pixel * 4 + 3] ?? -1);
}
