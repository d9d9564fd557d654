import type { Picture } from "fmpn";
import { BLOCKS, eraseBlocks, type Eraser } from "./erase-blocks.js";

/** Side of the window that is slid over the face and its step, in blocks: a quarter of the face and three sixteenths. */
const [WINDOW, STEP] = [4, 3];

/**
 * Occlusion (Zeiler & Fergus 2014): a window is erased at each place in turn, and every block is worth the mean fall of the
 * answer over the windows that hid it. 25 answers a face.
 *
 * @param fall how far the probability of the face's answer falls on a picture
 * @returns 16×16 blocks, row by row
 */
export async function occlusionBlocks(crop: Picture, eraser: Eraser, fall: (erased: Picture) => Promise<number>): Promise<Float64Array> {
  const [sums, counts] = [new Float64Array(BLOCKS ** 2), new Float64Array(BLOCKS ** 2)];
  for (let top = 0; top + WINDOW <= BLOCKS; top += STEP) {
    for (let left = 0; left + WINDOW <= BLOCKS; left += STEP) {
      const hidden = Array.from({ length: WINDOW ** 2 }, (_, k) => (top + Math.floor(k / WINDOW)) * BLOCKS + left + (k % WINDOW));
      const cost = await fall(eraseBlocks(crop, hidden, 1, eraser));
      for (const block of hidden) {
        sums[block] += cost;
        counts[block] += 1;
      }
    }
  }
  return sums.map((sum, block) => sum / counts[block]);
}
