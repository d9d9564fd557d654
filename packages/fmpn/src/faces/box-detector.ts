import { invert, mapPoint, type Affine } from "../images/affine.js";
import { toRgb } from "../images/gray.js";
import type { Picture } from "../images/picture.js";
import { warp } from "../images/warp.js";
import type { Candidate } from "./face.js";
import type { RunModel } from "./open-model.js";

/** The pixels that the model sees. */
export const VIEW_WIDTH = 320;
export const VIEW_HEIGHT = 240;

/** The narrowest face, in the view's pixels, that is still found reliably (measured on composed group photos). */
export const LEAST_FACE = 18;

/**
 * One pass of the box detector (an Ultra-Light-Fast RFB-320): finds faces from about 18 pixels to the whole view, without
 * key points. Slower than BlazeFace by four, and far better with small faces.
 *
 * @param view the map from the picture to the 320 × 240 pixels that the model sees, without a turn.
 * @returns all anchors above `minScore` that are not cut by an edge inside of the picture, in the picture's pixels.
 */
export async function runBoxDetector(
  run: RunModel,
  picture: Picture,
  view: Affine,
  minScore: number,
): Promise<Candidate[]> {
  const pixels = VIEW_WIDTH * VIEW_HEIGHT;
  const seen = toRgb(warp(picture, view, VIEW_WIDTH, VIEW_HEIGHT, 0)).data;
  const input = new Float32Array(pixels * 3);
  for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += 3) {
    input[pixel] = (seen[at] - 127) / 128;
    input[pixels + pixel] = (seen[at + 1] - 127) / 128;
    input[2 * pixels + pixel] = (seen[at + 2] - 127) / 128;
  }
  const outputs = await run({ input: { data: input, dims: [1, 3, VIEW_HEIGHT, VIEW_WIDTH] } });
  const scores = outputs["scores"]?.data;
  const boxes = outputs["boxes"]?.data;
  if (scores === undefined || boxes === undefined) throw new Error("The model is no box detector: outputs are missing.");

  const back = invert(view);
  const found: Candidate[] = [];
  for (let anchor = 0; anchor * 2 < scores.length; anchor++) {
    const score = scores[anchor * 2 + 1];
    if (score < minScore) continue;
    const corner = (index: number) =>
      mapPoint(back, {
        x: boxes[anchor * 4 + index] * VIEW_WIDTH,
        y: boxes[anchor * 4 + index + 1] * VIEW_HEIGHT,
      });
    const [from, to] = [corner(0), corner(2)];
    found.push({ box: { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y }, score });
  }
  return found;
}
