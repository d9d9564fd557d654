import type { Channels } from "../kernels/kernels.js";
import type { Constant } from "./operation.js";
import type { Planner } from "./planner.js";
import type { Address } from "./view.js";

/** Weights of windows in their constant: for output o and input channel i of its group, tap t is at start(o) + i·inStep + t. */
export interface WindowWeights {
  /** Of floats. */
  readonly constant: Constant;
  /** Channels of the result, of all groups. */
  readonly outputs: number;
  readonly groups: number;
  /** Channels that one group reads. */
  readonly inputs: number;
  readonly start: (output: number) => number;
  readonly inStep: number;
  /** Whether every block of channels has the same weights. */
  readonly shared?: boolean | undefined;
}

/** A run of memory that a window covers: pixels side by side with all their lanes, or the channels `from` up to `to` of one. */
export interface Run {
  readonly y: number;
  readonly x: number;
  /** The weights that belong to its pixels; −1 for none. */
  readonly taps: readonly number[];
  readonly from: number;
  readonly to: number;
}

interface Order {
  readonly first: number;
  readonly channels: Channels;
  readonly blocks: number;
  readonly runs: readonly Run[];
  /** Values of a run. */
  readonly length: number;
  /** Channels of a pixel as they lie in memory. */
  readonly lanes: number;
  /** Whether whole numbers are packed, two values of a run side by side for each channel. */
  readonly wholes: boolean;
}

/**
 * The weights in the order of the kernel: for each block a row of its channels for each value of the runs, or for each two
 * whole numbers; zeros for what is no weight.
 */
export function packWeights(planner: Planner, weights: WindowWeights, order: Order): Address {
  const { first, channels, blocks, runs, length, lanes, wholes } = order;
  const key = [first, channels, blocks, length, lanes, wholes, weights.groups, ...runs.flatMap(({ taps, from, to }) => [...taps, from, to])].join();
  return planner.packed(weights.constant.stored ?? weights.constant.values, key, () => pack(weights, order));
}

function pack({ constant, outputs, groups, inputs, start, inStep, shared }: WindowWeights, { first, channels, blocks, runs, length, lanes, wholes }: Order): Float32Array | Int16Array {
  const rows = runs.length * length;
  const together = wholes ? 2 : 1;
  const places: Places = { channel: new Int32Array(rows).fill(-1), from: new Int32Array(rows), to: new Int32Array(rows) };
  runs.forEach(({ taps, from, to }, run) => {
    const width = taps.length === 1 ? to - from : lanes;
    taps.forEach((tap, pixel) => {
      if (tap < 0) return;
      for (let channel = from; channel < to; channel += 1) {
        const row = run * length + pixel * width + channel - from;
        places.channel[row] = channel;
        places.from[row] = channel * inStep + tap;
        places.to[row] = (row - (row % together)) * channels + (row % together);
      }
    });
  });
  const made = shared === true ? 1 : blocks;
  const { stored } = constant;
  const values = stored?.wholes ?? (constant.values as Float32Array);
  const packed = wholes ? new Int16Array(made * rows * channels) : new Float32Array(made * rows * channels);
  for (let block = 0; block < made; block += 1) {
    for (let lane = 0; lane < channels; lane += 1) {
      const output = first + block * channels + lane;
      if (output >= outputs && shared !== true) continue;
      const lowest = groups === 1 ? 0 : Math.floor(output / (outputs / groups)) * inputs;
      const end = groups === 1 ? 0x7fffffff : lowest + inputs;
      const scale = wholes || stored === undefined ? 1 : stored.scales[output % stored.scales.length];
      gather(values, start(output) - lowest * inStep, places, lowest, end, scale, packed, block * rows * channels + lane * together);
    }
  }
  return packed;
}

/** Of each value of a window: which input channel it is (−1 for none), where its weight lies behind an output's first, and where it goes. */
interface Places {
  readonly channel: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** One lane of a block: a loop by itself, because millions of weights go through it before an engine has had time to compile more. */
function gather(values: Int8Array | Float32Array, first: number, { channel, from, to }: Places, lowest: number, end: number, scale: number, packed: Int16Array | Float32Array, at: number): void {
  for (let row = 0; row < channel.length; row += 1) {
    const of = channel[row];
    if (of >= lowest && of < end) packed[at + to[row]] = values[first + from[row]] * scale;
  }
}
