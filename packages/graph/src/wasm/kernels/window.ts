import type { Code } from "../assembler/code.js";
import { choose, count, f32x4, get, i32, increase, type Local, set, v128, when } from "../assembler/instructions.js";
import { wasmFunction, type WasmFunction } from "../assembler/module.js";
import { tapCode } from "./taps.js";

/** How a kernel is written: what differs between machines that compute the same. */
export interface KernelStyle {
  /** Multiply and add in one instruction that rounds once where the processor has it (relaxed SIMD). */
  readonly relaxed: boolean;
  /** Loads four values and spreads each, instead of loading one at a time into all lanes: faster in older engines. */
  readonly spread: boolean;
}

export type Combine = "dense" | "integer" | "channelwise" | "sliding" | "striding" | "greatest";

/** What a kernel holds in registers, and what it does with it. */
export interface Tile extends KernelStyle {
  readonly pixels: number;
  readonly channels: 8 | 4;
  /**
   * What a window gives to a sum: `dense`, the products of all its values with weights; `integer`, the same of whole
   * numbers in 16 bits; `channelwise`, the products of the values of the same channel, and the same in windows that are three
   * pixels wide and one (`sliding`) or two (`striding`) apart; `greatest`, its greatest value of the same channel in place
   * of a sum.
   */
  readonly combine: Combine;
}

/** How many pixels the tiles of sliding windows have; a row has to have as many. */
export const slidingPixels = { 8: 4, 4: 8 } as const;

/** What follows the sums; numbers are added up. */
export const epilogue = {
  relu: 1,
  prelu: 2,
  /** The result has one channel: the three lanes beside it are not stored. */
  oneLane: 4,
  /** The residual is added before the activation instead of after it. */
  residualFirst: 8,
} as const;

/**
 * Distances and lengths are in bytes; `height`, `width`, `blocks` and `tapCount` count. `taps` points to the offsets from
 * a window's pixel to the runs of memory that it covers, `run` bytes each; where windows slide, `run` is from a pixel to the
 * next. A block is the channels of one tile. Sums of integers are multiplied by `scales`, one a channel, and by the number
 * that `step` points to.
 */
export const windowParameters = [
  "src", "dst", "weights", "bias", "slopes", "residual", "height", "width", "blocks", "taps", "tapCount", "run",
  "srcPixel", "srcRow", "srcBlock", "dstPixel", "dstRow", "residualPixel", "residualRow", "weightBlock", "epilogue",
  "scales", "step",
] as const;

/**
 * Sums over the windows of an image whose channels lie side by side: convolutions of every kind, linear layers, means,
 * pooling. y = epilogue(bias + Σ value·weight). Weights lie in rows of the tile's channels, one for each value of a window.
 * A tile that would leave its row does the row's last pixels, some of them again; the last pixel several times where the row is
 * shorter than a tile.
 */
export function windowKernel(tile: Tile): WasmFunction<(typeof windowParameters)[number]> {
  return wasmFunction(windowParameters, (parameter, { integer, vector }) => {
    const { row, block, x, at, last, tap, left, weight, blockWeights, rowSrc, blockSrc, rowDst, rowResidual, channelBytes } = integers(integer);
    const parts = tile.channels / 4;
    const pixels = Array.from({ length: tile.pixels }, () => ({
      pointer: integer(),
      at: integer(),
      sums: Array.from({ length: parts }, vector),
    }));
    const factors = Array.from({ length: parts }, vector);
    const scaled = vector();
    const slides = tile.combine === "sliding" || tile.combine === "striding";
    const forSums = (code: (sum: Local, part: number, pointer: Code) => Code): Code =>
      pixels.map(({ sums, pointer }) => sums.map((sum, part) => code(sum, part, get(pointer))));

    const ofChannels = (pointer: Local): Code => i32.add(get(pointer), get(channelBytes));
    const narrow = i32.lessUnsigned(get(parameter.width), i32.const(tile.pixels));
    /** Points each pixel of the tile to where it lies in an image that starts at `base`. */
    const locate = (base: Code, distance: Local): Code => {
      const [first, ...others] = pixels.map(({ pointer }) => pointer) as [Local, ...Local[]];
      const follow = (place: (next: Code, before: Code, i: number) => Code): Code =>
        others.map((pointer, i) => {
          const before = get(others[i - 1] ?? first);
          return set(pointer, place(i32.add(before, get(distance)), before, i + 1));
        });
      return [
        set(first, i32.add(base, i32.mul(get(at), get(distance)))),
        when(
          narrow,
          follow((next, before, i) => choose(i32.lessUnsigned(i32.const(i), get(parameter.width)), next, before)),
          follow((next) => next),
        ),
      ];
    };
    const loadFactors = (pointer: Code, offset = 0, into: readonly Local[] = factors): Code => into.map((factor, part) => set(factor, v128.load(pointer, offset + part * 16)));

    const addResidual = [
      locate(ofChannels(rowResidual), parameter.residualPixel),
      forSums((sum, part, pointer) => set(sum, f32x4.add(get(sum), v128.load(pointer, part * 16)))),
    ];
    const has = (flags: number): Code => i32.and(get(parameter.epilogue), i32.const(flags));
    const activate = when(
      has(epilogue.prelu),
      [
        loadFactors(ofChannels(parameter.slopes)),
        forSums((sum, part) => {
          const negative = f32x4.mul(get(factors[part] as Local), f32x4.lesser(get(sum), v128.zero));
          return set(sum, f32x4.add(f32x4.greater(get(sum), v128.zero), negative));
        }),
      ],
      when(has(epilogue.relu), forSums((sum) => set(sum, f32x4.greater(get(sum), v128.zero)))),
    );
    const storeAll = forSums((sum, part, pointer) => v128.store(pointer, get(sum), part * 16));
    const storeFirst = forSums((sum, _, pointer) => v128.storeFirst(pointer, get(sum)));

    const bias = (part: number): Code => v128.load(ofChannels(parameter.bias), part * 16);
    const scale = [
      set(scaled, v128.loadSplat(get(parameter.step))),
      factors.map((factor, part) => set(factor, f32x4.mul(get(scaled), v128.load(ofChannels(parameter.scales), part * 16)))),
      forSums((sum, part) => set(sum, f32x4.add(f32x4.mul(f32x4.fromInteger(get(sum)), get(factors[part] as Local)), bias(part)))),
    ];
    const oneTile = [
      set(at, choose(i32.lessUnsigned(get(x), get(last)), get(x), get(last))),
      locate(get(blockSrc), parameter.srcPixel),
      forSums((sum, part) => set(sum, tile.combine === "integer" ? v128.zero : bias(part))),
      set(weight, get(blockWeights)),
      count(
        tap,
        i32.mul(get(parameter.tapCount), i32.const(4)),
        [
          set(left, i32.load(i32.add(get(parameter.taps), get(tap)))),
          pixels.slice(0, slides ? 1 : undefined).map((pixel) => set(pixel.at, i32.add(get(pixel.pointer), get(left)))),
          tapCode(tile, { pixels, factors, loadFactors, weight, run: parameter.run, k: left, vector }),
        ],
        4,
      ),
      tile.combine === "integer" ? scale : [],
      when(has(epilogue.residualFirst), addResidual),
      activate,
      when(i32.and(i32.notEqual(get(parameter.residual), i32.const(0)), i32.isZero(has(epilogue.residualFirst))), addResidual),
      locate(ofChannels(rowDst), parameter.dstPixel),
      parts === 1 ? when(has(epilogue.oneLane), storeFirst, storeAll) : storeAll,
    ];

    return [
      // Where the row's last whole tile begins.
      set(last, choose(narrow, i32.const(0), i32.sub(get(parameter.width), i32.const(tile.pixels)))),
      set(rowSrc, get(parameter.src)),
      set(rowDst, get(parameter.dst)),
      set(rowResidual, get(parameter.residual)),
      count(row, get(parameter.height), [
        set(blockWeights, get(parameter.weights)),
        set(blockSrc, get(rowSrc)),
        set(channelBytes, i32.const(0)),
        count(block, get(parameter.blocks), [
          count(x, get(parameter.width), oneTile, tile.pixels),
          increase(channelBytes, i32.const(tile.channels * 4)),
          increase(blockSrc, get(parameter.srcBlock)),
          increase(blockWeights, get(parameter.weightBlock)),
        ]),
        increase(rowSrc, get(parameter.srcRow)),
        increase(rowDst, get(parameter.dstRow)),
        increase(rowResidual, get(parameter.residualRow)),
      ]),
    ];
  });
}

function integers(integer: () => Local) {
  return {
    row: integer(), block: integer(), x: integer(), at: integer(), last: integer(), tap: integer(), left: integer(), weight: integer(), blockWeights: integer(),
    rowSrc: integer(), blockSrc: integer(), rowDst: integer(), rowResidual: integer(), channelBytes: integer(),
  };
}
