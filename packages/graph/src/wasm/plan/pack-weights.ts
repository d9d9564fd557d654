import type { Channels } from "../kernels/kernels.js";
import type { StoredValues } from "./operation.js";
import type { Planner } from "./planner.js";
import type { Address } from "./view.js";

/** Weights of windows in their constant: for output o and input channel i of its group, tap t is at start(o) + i·inStep + t. */
export interface WindowWeights {
  readonly values: Float32Array;
  readonly stored?: StoredValues | undefined;
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
  return planner.packed(weights.values, key, () => pack(weights, order));
}

function pack({ values, stored, outputs, groups, inputs, start, inStep, shared }: WindowWeights, { first, channels, blocks, runs, length, lanes, wholes }: Order): Float32Array | Int16Array {
  const rows = runs.length * length;
  // For each value of a window, which input channel it is and where its weight lies behind that of an output's first; −1 for none.
  const channelOf = new Int32Array(rows).fill(-1);
  const placeOf = new Int32Array(rows);
  runs.forEach(({ taps, from, to }, run) => {
    const width = taps.length === 1 ? to - from : lanes;
    taps.forEach((tap, pixel) => {
      if (tap < 0) return;
      for (let channel = from; channel < to; channel += 1) {
        const row = run * length + pixel * width + channel - from;
        channelOf[row] = channel;
        placeOf[row] = channel * inStep + tap;
      }
    });
  });
  const made = shared === true ? 1 : blocks;
  const packed = wholes ? new Int16Array(made * rows * channels) : new Float32Array(made * rows * channels);
  for (let block = 0; block < made; block += 1) {
    for (let lane = 0; lane < channels; lane += 1) {
      const output = first + block * channels + lane;
      if (output >= outputs && shared !== true) continue;
      const lowest = groups === 1 ? 0 : Math.floor(output / (outputs / groups)) * inputs;
      const end = groups === 1 ? 0x7fffffff : lowest + inputs;
      const places = { channelOf, placeOf, lowest, end };
      const from = start(output) - lowest * inStep;
      if (stored !== undefined && packed instanceof Int16Array) gatherPairs(stored.wholes, from, places, packed, block * rows * channels + lane * 2, channels * 2);
      else gather(values, from, places, packed as Float32Array, block * rows * channels + lane, channels);
    }
  }
  return packed;
}

interface Places {
  readonly channelOf: Int32Array;
  readonly placeOf: Int32Array;
  /** Which channels count. */
  readonly lowest: number;
  readonly end: number;
}

/** One lane of a block: a loop by itself, because millions of weights go through it before an engine has had time to compile more. */
function gather(values: Float32Array, from: number, { channelOf, placeOf, lowest, end }: Places, packed: Float32Array, first: number, distance: number): void {
  const rows = channelOf.length;
  for (let row = 0, to = first; row < rows; row += 1, to += distance) {
    const channel = channelOf[row];
    if (channel >= lowest && channel < end) packed[to] = values[from + placeOf[row]];
  }
}

/** The same with the weights of two values beside each other. */
function gatherPairs(values: Int8Array, from: number, { channelOf, placeOf, lowest, end }: Places, packed: Int16Array, first: number, distance: number): void {
  const rows = channelOf.length;
  for (let row = 0, to = first; row < rows; row += 2, to += distance) {
    for (let side = 0; side < 2; side += 1) {
      const channel = channelOf[row + side];
      if (channel >= lowest && channel < end) packed[to + side] = values[from + placeOf[row + side]];
    }
  }
}
