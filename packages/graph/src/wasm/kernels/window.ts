import type { Code } from "../assembler/code.js";
import { choose, count, f32x4, get, i32, increase, type Local, set, v128, when } from "../assembler/instructions.js";
import { wasmFunction, type WasmFunction } from "../assembler/module.js";

/** How a kernel is written: what differs between machines that compute the same. */
export interface KernelStyle {
  /** Multiply and add in one instruction that rounds once where the processor has it (relaxed SIMD). */
  readonly relaxed: boolean;
  /** Loads four values and spreads each, instead of loading one at a time into all lanes: faster in older engines. */
  readonly spread: boolean;
}

/** What a kernel holds in registers, and what it does with it. */
export interface Tile extends KernelStyle {
  readonly pixels: number;
  readonly channels: 8 | 4;
  /**
   * What a window gives to a sum: `dense`, the products of all its values with weights; `channelwise`, the products of
   * the values of the same channel; `greatest`, its greatest value of the same channel in place of a sum.
   */
  readonly combine: "dense" | "channelwise" | "greatest";
}

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
 * a window's pixel to the runs of memory that it covers, `run` bytes each. A block is the channels of one tile.
 */
export const windowParameters = [
  "src", "dst", "weights", "bias", "slopes", "residual", "height", "width", "blocks", "taps", "tapCount", "run",
  "srcPixel", "srcRow", "srcBlock", "dstPixel", "dstRow", "residualPixel", "residualRow", "weightBlock", "epilogue",
] as const;

/**
 * Sums over the windows of an image whose channels lie side by side: convolutions of every kind, linear layers, means,
 * pooling. y = epilogue(bias + Σ value·weight). Weights lie in rows of the tile's channels, one for each value of a window.
 * A tile that would leave its row does the row's last pixel several times.
 */
export function windowKernel(tile: Tile): WasmFunction<(typeof windowParameters)[number]> {
  return wasmFunction(windowParameters, (parameter, { integer, vector }) => {
    const { row, block, x, tap, left, weight, blockWeights, rowSrc, blockSrc, rowDst, rowResidual, channelBytes } = integers(integer);
    const parts = tile.channels / 4;
    const pixels = Array.from({ length: tile.pixels }, () => ({
      pointer: integer(),
      at: integer(),
      sums: Array.from({ length: parts }, vector),
    }));
    const factors = Array.from({ length: parts }, vector);
    const forSums = (code: (sum: Local, part: number, pointer: Code) => Code): Code =>
      pixels.map(({ sums, pointer }) => sums.map((sum, part) => code(sum, part, get(pointer))));

    /** Points each pixel of the tile to where it lies in an image that starts at `base`. */
    const locate = (base: Code, distance: Local): Code => [
      set(left, i32.sub(get(parameter.width), get(x))),
      pixels.map(({ pointer }, i) => {
        const before = pixels[i - 1]?.pointer;
        if (before === undefined) return set(pointer, i32.add(base, i32.mul(get(x), get(distance))));
        return set(pointer, choose(i32.lessUnsigned(i32.const(i), get(left)), i32.add(get(before), get(distance)), get(before)));
      }),
    ];
    const loadFactors = (pointer: Code, offset = 0): Code => factors.map((factor, part) => set(factor, v128.load(pointer, offset + part * 16)));

    const addResidual = [
      locate(i32.add(get(rowResidual), get(channelBytes)), parameter.residualPixel),
      forSums((sum, part, pointer) => set(sum, f32x4.add(get(sum), v128.load(pointer, part * 16)))),
    ];
    const has = (flags: number): Code => i32.and(get(parameter.epilogue), i32.const(flags));
    const activate = when(
      has(epilogue.prelu),
      [
        loadFactors(i32.add(get(parameter.slopes), get(channelBytes))),
        forSums((sum, part) => {
          const negative = f32x4.mul(get(factors[part] as Local), f32x4.lesser(get(sum), v128.zero));
          return set(sum, f32x4.add(f32x4.greater(get(sum), v128.zero), negative));
        }),
      ],
      when(has(epilogue.relu), forSums((sum) => set(sum, f32x4.greater(get(sum), v128.zero)))),
    );
    const storeAll = forSums((sum, part, pointer) => v128.store(pointer, get(sum), part * 16));
    const storeFirst = forSums((sum, _, pointer) => v128.storeFirst(pointer, get(sum)));

    const oneTile = [
      locate(get(blockSrc), parameter.srcPixel),
      forSums((sum, part) => set(sum, v128.load(i32.add(get(parameter.bias), get(channelBytes)), part * 16))),
      set(weight, get(blockWeights)),
      count(
        tap,
        i32.mul(get(parameter.tapCount), i32.const(4)),
        [
          set(left, i32.load(i32.add(get(parameter.taps), get(tap)))),
          pixels.map(({ at, pointer }) => set(at, i32.add(get(pointer), get(left)))),
          tapCode(tile, { pixels, factors, loadFactors, weight, run: parameter.run, k: left, vector }),
        ],
        4,
      ),
      when(has(epilogue.residualFirst), addResidual),
      activate,
      when(i32.and(i32.notEqual(get(parameter.residual), i32.const(0)), i32.isZero(has(epilogue.residualFirst))), addResidual),
      locate(i32.add(get(rowDst), get(channelBytes)), parameter.dstPixel),
      parts === 1 ? when(has(epilogue.oneLane), storeFirst, storeAll) : storeAll,
    ];

    return [
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
    row: integer(), block: integer(), x: integer(), tap: integer(), left: integer(), weight: integer(), blockWeights: integer(),
    rowSrc: integer(), blockSrc: integer(), rowDst: integer(), rowResidual: integer(), channelBytes: integer(),
  };
}

interface TapVariables {
  readonly pixels: readonly { readonly at: Local; readonly sums: readonly Local[] }[];
  readonly factors: readonly Local[];
  readonly loadFactors: (pointer: Code, offset?: number) => Code;
  readonly weight: Local;
  readonly run: Local;
  readonly k: Local;
  readonly vector: () => Local;
}

/** What one tap of the window gives to the sums: `at` points to its run for each pixel. */
function tapCode({ combine, relaxed, spread }: Tile, { pixels, factors, loadFactors, weight, run, k, vector }: TapVariables): Code {
  const rowBytes = factors.length * 16;
  const multiplyAdd = (sum: Local, a: Code, b: Code): Code =>
    set(sum, relaxed ? f32x4.multiplyAdd(a, b, get(sum)) : f32x4.add(get(sum), f32x4.mul(a, b)));
  const byChannel = (code: (sum: Local, values: Code, part: number) => Code): Code =>
    pixels.map(({ at, sums }) => sums.map((sum, part) => code(sum, v128.load(get(at), part * 16), part)));

  if (combine === "greatest") return byChannel((sum, values) => set(sum, f32x4.greater(get(sum), values)));
  if (combine === "channelwise") {
    return [
      loadFactors(get(weight)),
      byChannel((sum, values, part) => multiplyAdd(sum, values, get(factors[part] as Local))),
      increase(weight, i32.const(rowBytes)),
    ];
  }
  // Four values of the run at a time.
  const one = vector();
  const fours = spread ? pixels.map(vector) : [];
  return count(
    k,
    get(run),
    [
      fours.map((four, i) => set(four, v128.load(get((pixels[i] as TapVariables["pixels"][number]).at)))),
      [0, 1, 2, 3].map((lane) => [
        loadFactors(get(weight), lane * rowBytes),
        pixels.map(({ at, sums }, i) => [
          set(one, spread ? v128.spread(fours[i] as Local, lane) : v128.loadSplat(get(at), lane * 4)),
          sums.map((sum, part) => multiplyAdd(sum, get(one), get(factors[part] as Local))),
        ]),
      ]),
      pixels.map(({ at }) => increase(at, i32.const(16))),
      increase(weight, i32.const(4 * rowBytes)),
    ],
    16,
  );
}
