import type { Channels, KernelName } from "../kernels/kernels.js";
import { epilogue as flags } from "../kernels/window.js";
import { type Border, type Image, noBorder, plainNeed, upTo } from "./image.js";
import type { Operation } from "./operation.js";
import type { Planner } from "./planner.js";
import { after, type Address } from "./view.js";
import { packWeights, type Run, type WindowWeights } from "./pack-weights.js";

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
export function emitWindowSum(planner: Planner, sum: WindowSum): void {
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

  for (const part of channelParts(upTo(y.lanes, 4), weights.groups > 1 && dense)) {
    const runs = dense ? denseRuns(sum, part) : sum.taps.map((tap): Run => ({ y: tap.y, x: tap.x, taps: [tap.weight], from: 0, to: 1 }));
    const firstChannel = dense ? runs[0].from : part.first;
    const length = dense ? runLength(runs[0], x) : 1;
    const padded = (values: Float32Array): Address => {
      const block = new Float32Array(part.channels * part.blocks);
      block.set(values.subarray(part.first, part.first + block.length));
      return planner.words(block);
    };
    const values = {
      weights: combine === "greatest" ? 0 : packWeights(planner, weights, { ...part, runs, length, lanes: x.lanes }),
      bias: padded(sum.bias),
      slopes: slopes === undefined ? 0 : padded(slopes),
      height,
      width,
      blocks: part.blocks,
      taps: planner.words(Int32Array.from(runs, (run) => run.y * x.row + run.x * x.pixel)),
      tapCount: runs.length,
      run: length * 4,
      srcPixel: stride[1] * x.pixel,
      srcRow: stride[0] * x.row,
      srcBlock: dense ? 0 : part.channels * 4,
      dstPixel: grid.step[1] * y.pixel,
      dstRow: grid.step[0] * y.row,
      residualPixel: grid.step[1] * (residual?.pixel ?? 0),
      residualRow: grid.step[0] * (residual?.row ?? 0),
      weightBlock: weights.shared === true ? 0 : runs.length * length * part.channels * 4,
      epilogue,
    };
    for (let image = 0; image < x.count; image += 1) {
      const onGrid = ({ start, picture, row, pixel }: Image): Address =>
        after(start, image * picture + grid.start[0] * row + grid.start[1] * pixel + part.first * 4);
      planner.emit(`${combine}${part.channels}` satisfies KernelName, {
        ...values,
        src: after(x.start, image * x.picture + firstChannel * 4),
        dst: onGrid(y),
        residual: residual === undefined ? 0 : onGrid(residual),
      });
    }
  }
}

/** Some of the result's channels: `blocks` times 8 or 4 from the first on. */
interface ChannelPart {
  readonly first: number;
  readonly channels: Channels;
  readonly blocks: number;
}

/** Eights, and a four where one is left; one by one where each block reads other channels. */
function channelParts(lanes: number, single: boolean): ChannelPart[] {
  const eights = Math.floor(lanes / 8);
  const rest: ChannelPart[] = lanes % 8 === 0 ? [] : [{ first: eights * 8, channels: 4, blocks: 1 }];
  if (single) return [...Array.from({ length: eights }, (_, block): ChannelPart => ({ first: block * 8, channels: 8, blocks: 1 })), ...rest];
  return eights === 0 ? rest : [{ first: 0, channels: 8, blocks: eights }, ...rest];
}

/**
 * The runs of memory that a window covers: whole rows of it where its pixels lie side by side and all channels are read,
 * else pixel by pixel the channels of the block's groups.
 */
function denseRuns({ taps, x, weights: { groups, inputs, outputs } }: WindowSum, { first, channels, blocks }: ChannelPart): readonly [Run, ...Run[]] {
  const ofGroup = outputs / groups;
  const last = Math.min(outputs, first + channels * blocks) - 1;
  const [from, to] = groups === 1 ? [0, x.channels] : [Math.floor(first / ofGroup) * inputs, (Math.floor(last / ofGroup) + 1) * inputs];
  const sorted = taps.toSorted((a, b) => a.y - b.y || a.x - b.x);
  const rows: Run[] = [];
  for (const tap of sorted) {
    const row = rows.at(-1);
    const follows = groups === 1 && row !== undefined && row.y === tap.y && row.x + row.taps.length === tap.x;
    if (follows) rows[rows.length - 1] = { ...row, taps: [...row.taps, tap.weight] };
    else rows.push({ y: tap.y, x: tap.x, taps: [tap.weight], from, to });
  }
  const equal = rows.every((row) => row.taps.length === rows[0]?.taps.length);
  const runs = equal ? rows : sorted.map((tap): Run => ({ y: tap.y, x: tap.x, taps: [tap.weight], from, to }));
  const [one, ...others] = runs;
  // A phase of a transposed convolution that no weight reaches: its sum is the bias.
  return one === undefined ? [{ y: 0, x: 0, taps: [-1], from, to }] : [one, ...others];
}

/** Values of a run, in fours. */
const runLength = ({ taps, from, to }: Run, { lanes }: Image): number => upTo(taps.length === 1 ? to - from : taps.length * lanes, 4);

/** Bytes that a run of these windows may read behind the last pixel. */
export const overrun = 12;

const isFlat = ({ row, pixel }: Image, [down, right]: readonly [number, number], { size }: Grid): boolean =>
  size[0] === 1 || down * row === size[1] * right * pixel;
