import type { Picture } from "../images/picture.js";
import type { FloatTensor, RunModel } from "./open-model.js";
import type { Face } from "./face.js";

/** What one pass of BlazeFace sees of a square picture, in that picture's pixels. */
export interface BlazeFace {
  /** The side of the square that the model takes. */
  readonly side: number;
  /** Faces above `minScore`, best first, not yet thinned out. */
  (square: Picture, minScore: number): Promise<Face[]>;
}

/** The anchors' rows: strides of the input and anchors per cell, in the order of the model's outputs. */
interface Layout {
  readonly side: number;
  readonly cells: readonly [fine: number, coarse: number];
}

const ANCHORS = [2, 6] as const;
const VALUES = 16;

export const FRONT: Layout = { side: 128, cells: [16, 8] };
export const BACK: Layout = { side: 256, cells: [16, 8] };

/**
 * BlazeFace (Bazarevsky et al. 2019, arXiv 1907.05047): a single-shot detector with anchors of one size on a 16 × 16
 * (2 per cell) and an 8 × 8 grid (6 per cell); each anchor gives a score, a box and six key points, of which the first
 * two are the eyes.
 */
export function blazeFace(run: RunModel, layout: Layout): BlazeFace {
  const input = new Float32Array(layout.side * layout.side * 3);
  const detect = async (square: Picture, minScore: number): Promise<Face[]> => {
    for (let i = 0; i < input.length; i++) input[i] = (square.data[i] ?? 0) / 127.5 - 1;
    const outputs = await run({ "input:0": { data: input, dims: [1, layout.side, layout.side, 3] } });
    const faces: Face[] = [];
    for (const [level, cells] of layout.cells.entries()) {
      decode(output(outputs, level), output(outputs, level + 2), cells, ANCHORS[level] ?? 0, layout.side, minScore, faces);
    }
    return faces.sort((one, other) => other.score - one.score);
  };
  return Object.assign(detect, { side: layout.side });
}

function output(outputs: Record<string, FloatTensor>, index: number): Float32Array {
  const name = index === 0 ? "Identity:0" : `Identity_${index}:0`;
  const tensor = outputs[name];
  if (tensor === undefined) throw new Error(`The face model has no output ${name}.`);
  return tensor.data;
}

/** Offsets are in the input's pixels from the middle of the anchor's cell. */
function decode(
  logits: Float32Array,
  values: Float32Array,
  cells: number,
  anchors: number,
  side: number,
  minScore: number,
  faces: Face[],
): void {
  const minLogit = Math.log(minScore / (1 - minScore));
  for (let anchor = 0; anchor < logits.length; anchor++) {
    const logit = logits[anchor] ?? -Infinity;
    if (logit < minLogit) continue;
    const cell = Math.floor(anchor / anchors);
    const x = (((cell % cells) + 0.5) * side) / cells;
    const y = ((Math.floor(cell / cells) + 0.5) * side) / cells;
    const at = (index: number) => values[anchor * VALUES + index] ?? 0;
    const width = at(2);
    const height = at(3);
    faces.push({
      box: { x: x + at(0) - width / 2, y: y + at(1) - height / 2, width, height },
      score: 1 / (1 + Math.exp(-logit)),
      eyes: { left: { x: x + at(4), y: y + at(5) }, right: { x: x + at(6), y: y + at(7) } },
    });
  }
}
