import type { KernelName } from "../kernels/kernels.js";
import { epilogue as flags } from "../kernels/window.js";
import { type Border, type Image, noBorder, plainNeed, upTo } from "./image.js";
import type { Operation } from "./operation.js";
import type { Planner } from "./planner.js";
import { after, type Address } from "./view.js";
import { packWeights, type WindowWeights } from "./pack-weights.js";
import { inWholes } from "./whole-numbers.js";
import { channelParts, windowWalk } from "./window-walk.js";

/** One place of a window: how many pixels below and right of the window's pixel, and which of its weights belongs to it. */
export interface Tap {
  readonly y: number;
  readonly x: number;
  readonly weight: number;
}

/** Some pixels of an image, `step` apart. */
export interface Grid {
  readonly start: readonly [number, number];
  readonly step: readonly [number, number];
  readonly size: readonly [number, number];
}

/** Sums over windows: the result's pixels on a grid, from windows `stride` apart in x. */
export interface WindowSum {
  readonly operation: Operation;
  readonly combine: "dense" | "channelwise" | "greatest";
  readonly x: Image;
  readonly stride: readonly [number, number];
  readonly taps: readonly Tap[];
  readonly y: Image;
  readonly grid: Grid;
  readonly weights: WindowWeights;
  /** One for each channel of the result. */
  readonly bias: Float32Array;
}

/** How far windows reach over the edges of an image of the size. */
export function reach(taps: readonly Tap[], stride: readonly [number, number], size: readonly [number, number], image: readonly [number, number]): Border {
  const along = (axis: 0 | 1, key: "y" | "x"): [number, number] => {
    const places = taps.map((tap) => tap[key]);
    return [Math.max(0, -Math.min(...places)), Math.max(0, (size[axis] - 1) * stride[axis] + Math.max(...places) - image[axis] + 1)];
  };
  const [[top, bottom], [left, right]] = [along(0, "y"), along(1, "x")];
  return taps.length === 0 ? noBorder : { top, left, bottom, right };
}

/** Adds the steps of a sum over windows to the plan. */
export function emitWindowSum(planner: Planner, given: WindowSum): void {
  const wholes = inWholes(planner, given);
  const sum: WindowSum = { ...given, x: wholes?.x ?? given.x };
  const { operation, x, y, grid, stride, combine, weights } = sum;
  const { activation, residual: added, residualFirst = false } = operation.epilogue ?? {};
  const residual = added === undefined ? undefined : planner.image(added, plainNeed);
  const slopes = activation instanceof Float32Array ? activation : undefined;
  const epilogue =
    (activation === "relu" ? flags.relu : 0) +
    (slopes === undefined ? 0 : flags.prelu) +
    (y.lanes === 1 ? flags.oneLane : 0) +
    (residualFirst ? flags.residualFirst : 0);
  // Rows that follow each other without a gap are one row.
  const flat = isFlat(x, stride, grid) && [y, residual].every((other) => other === undefined || isFlat(other, grid.step, grid));
  const [height, width] = flat ? [1, grid.size[0] * grid.size[1]] : grid.size;
  const dense = combine === "dense";
  const bytes = wholes === undefined ? 4 : 2;

  for (const part of channelParts(upTo(y.lanes, 4), weights.groups > 1 && dense)) {
    const { kernel, runs, length, step: run } = windowWalk(sum, part, wholes);
    const firstChannel = dense ? runs[0].from : part.first;
    const padded = (values: Float32Array): Address => {
      const block = new Float32Array(part.channels * part.blocks);
      block.set(values.subarray(part.first, part.first + block.length));
      return planner.words(block);
    };
    const values = {
      weights: combine === "greatest" ? 0 : packWeights(planner, weights, { ...part, runs, length, lanes: dense ? x.lanes : 1, wholes: wholes !== undefined }),
      bias: padded(sum.bias),
      slopes: slopes === undefined ? 0 : padded(slopes),
      height,
      width,
      blocks: part.blocks,
      taps: planner.words(Int32Array.from(runs, (run) => run.y * x.row + run.x * x.pixel)),
      tapCount: runs.length,
      run,
      srcPixel: stride[1] * x.pixel,
      srcRow: stride[0] * x.row,
      srcBlock: dense ? 0 : part.channels * 4,
      dstPixel: grid.step[1] * y.pixel,
      dstRow: grid.step[0] * y.row,
      residualPixel: grid.step[1] * (residual?.pixel ?? 0),
      residualRow: grid.step[0] * (residual?.row ?? 0),
      weightBlock: weights.shared === true ? 0 : runs.length * length * part.channels * bytes,
      epilogue,
      scales: wholes === undefined ? 0 : padded(wholes.scales),
      step: wholes?.step ?? 0,
    };
    for (let image = 0; image < x.count; image += 1) {
      const onGrid = ({ start, picture, row, pixel }: Image): Address =>
        after(start, image * picture + grid.start[0] * row + grid.start[1] * pixel + part.first * 4);
      planner.emit(`${kernel}${part.channels}` satisfies KernelName, {
        ...values,
        src: after(x.start, image * x.picture + firstChannel * bytes),
        dst: onGrid(y),
        residual: residual === undefined ? 0 : onGrid(residual),
      });
    }
  }
}

/** Bytes that a run of these windows may read behind the last pixel. */
export const overrun = 12;

const isFlat = ({ row, pixel }: Image, [down, right]: readonly [number, number], { size }: Grid): boolean =>
  size[0] === 1 || down * row === size[1] * right * pixel;
