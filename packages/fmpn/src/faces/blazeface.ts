import { invert, mapPoint, type Affine } from "../images/affine.js";
import type { Picture } from "../images/picture.js";
import { toRgb } from "../images/gray.js";
import { warp } from "../images/warp.js";
import type { Candidate } from "./face.js";
import type { RunModel } from "./open-model.js";

/** The side of the square that the model takes, in pixels. */
export const BLAZEFACE_SIDE = 128;

/** Cells along a side and anchors in a cell, for each of the two levels. */
const LEVELS = [
  { cells: 16, anchors: 2, scores: "Identity:0", values: "Identity_2:0" },
  { cells: 8, anchors: 6, scores: "Identity_1:0", values: "Identity_3:0" },
] as const;

/** Box (4) and six key points (2 each) per anchor. */
const VALUES = 16;

/**
 * One pass of BlazeFace (Bazarevsky et al. 2019, arXiv 1907.05047), the short-range model: a single-shot detector for
 * faces that fill about a fifth of the view or more. Each of its 896 anchors gives a score, a box and six key points, of
 * which the first two are the eyes, so that a turned face comes with its turn.
 *
 * @param view the map from the picture to the 128 × 128 pixels that the model sees; black beyond the picture.
 * @returns all anchors above `minScore`, in the picture's pixels, not yet merged.
 */
export async function runBlazeFace(run: RunModel, picture: Picture, view: Affine, minScore: number): Promise<Candidate[]> {
  const side = BLAZEFACE_SIDE;
  const seen = toRgb(warp(picture, view, side, side, 0)).data;
  // A plain loop: `Float32Array.from` with a function takes longer than the network.
  const input = new Float32Array(seen.length);
  for (let i = 0; i < input.length; i++) input[i] = seen[i] / 127.5 - 1;
  const outputs = await run({ "input:0": { data: input, dims: [1, side, side, 3] } });

  const back = invert(view);
  const scale = Math.sqrt(back.a * back.e - back.b * back.d);
  const minLogit = Math.log(minScore / (1 - minScore));
  const found: Candidate[] = [];
  for (const level of LEVELS) {
    const logits = outputs[level.scores]?.data;
    const values = outputs[level.values]?.data;
    if (logits === undefined || values === undefined) throw new Error("The model is no BlazeFace: outputs are missing.");
    for (let anchor = 0; anchor < logits.length; anchor++) {
      const logit = logits[anchor] ?? -Infinity;
      if (logit < minLogit) continue;
      // Offsets are in the view's pixels from the middle of the anchor's cell.
      const cell = Math.floor(anchor / level.anchors);
      const x = (((cell % level.cells) + 0.5) * side) / level.cells;
      const y = ((Math.floor(cell / level.cells) + 0.5) * side) / level.cells;
      const value = (index: number) => values[anchor * VALUES + index];
      const point = (index: number) => mapPoint(back, { x: x + value(index), y: y + value(index + 1) });
      const middle = point(0);
      const [width, height] = [value(2) * scale, value(3) * scale];
      found.push({
        box: { x: middle.x - width / 2, y: middle.y - height / 2, width, height },
        score: 1 / (1 + Math.exp(-logit)),
        eyes: { left: point(4), right: point(6) },
      });
    }
  }
  return found;
}
