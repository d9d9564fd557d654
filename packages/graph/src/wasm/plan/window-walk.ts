import type { Channels } from "../kernels/kernels.js";
import { slidingStride, slidingWidth } from "../kernels/taps.js";
import { type Combine, slidingPixels } from "../kernels/window.js";
import { upTo } from "./image.js";
import type { Run } from "./pack-weights.js";
import type { WholeNumbers } from "./whole-numbers.js";
import type { Tap, WindowSum } from "./window-sum.js";

/** Some of the result's channels: `blocks` times 8 or 4 from the first on. */
export interface ChannelPart {
  readonly first: number;
  readonly channels: Channels;
  readonly blocks: number;
}

/** Eights, and a four where one is left; one by one where each block reads other channels. */
export function channelParts(lanes: number, single: boolean): ChannelPart[] {
  const eights = Math.floor(lanes / 8);
  const rest: ChannelPart[] = lanes % 8 === 0 ? [] : [{ first: eights * 8, channels: 4, blocks: 1 }];
  if (single) return [...Array.from({ length: eights }, (_, block): ChannelPart => ({ first: block * 8, channels: 8, blocks: 1 })), ...rest];
  return eights === 0 ? rest : [{ first: 0, channels: 8, blocks: eights }, ...rest];
}

/** Which kernel goes over a window for some channels, and how. */
export interface WindowWalk {
  readonly kernel: Combine;
  readonly runs: readonly [Run, ...Run[]];
  /** Values of a run, with those that fill its last vector. */
  readonly length: number;
  /** Bytes of a run; where windows slide, from one of its pixels to the next. */
  readonly step: number;
}

export function windowWalk(sum: WindowSum, part: ChannelPart, wholes: WholeNumbers | undefined): WindowWalk {
  const { combine, x, taps } = sum;
  if (combine === "dense") {
    const runs = denseRuns(sum, part);
    const [{ taps: pixels, from, to }] = runs;
    const length = upTo(pixels.length === 1 ? to - from : pixels.length * x.lanes, wholes === undefined ? 4 : 8);
    return wholes === undefined ? { kernel: "dense", runs, length, step: length * 4 } : { kernel: "integer", runs, length, step: length * 2 };
  }
  const slides = combine === "channelwise" ? slidingRuns(sum, part) : undefined;
  if (slides !== undefined) return { ...slides, length: slidingWidth, step: x.pixel };
  const [first, ...others] = taps.map((tap): Run => ({ y: tap.y, x: tap.x, taps: [tap.weight], from: 0, to: 1 }));
  return { kernel: combine, runs: [first, ...others], length: 1, step: 4 };
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

/** The rows of a window that slides over the image: three pixels wide, and one or two apart. */
function slidingRuns({ taps, stride, grid }: WindowSum, { channels }: ChannelPart): Pick<WindowWalk, "kernel" | "runs"> | undefined {
  const kernel = (["sliding", "striding"] as const).find((name) => slidingStride[name] === stride[1]);
  if (kernel === undefined || grid.size[1] < slidingPixels[channels] || taps.length % slidingWidth !== 0) return undefined;
  const rows = Array.from({ length: taps.length / slidingWidth }, (_, row) => taps.slice(row * slidingWidth, (row + 1) * slidingWidth));
  const beside = ([first, ...others]: readonly Tap[]): boolean => others.every(({ y, x }, index) => y === first.y && x === first.x + index + 1);
  if (!rows.every(beside)) return undefined;
  const [first, ...others] = rows.map((row): Run => ({ y: row[0].y, x: row[0].x, taps: row.map(({ weight }) => weight), from: 0, to: 1 }));
  return { kernel, runs: [first, ...others] };
}
