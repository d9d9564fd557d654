import type { Code } from "../assembler/code.js";
import { count, f32x4, get, i32, i32x4, increase, type Local, set, v128 } from "../assembler/instructions.js";
import type { Tile } from "./window.js";

/** Pixels side by side that a sliding window covers. */
export const slidingWidth = 3;

/** How far apart windows lie whose neighbours share pixels. */
export const slidingStride = { sliding: 1, striding: 2 } as const;

interface TapVariables {
  /** `at` points to the tap's run of memory for each pixel of the tile. */
  readonly pixels: readonly { readonly at: Local; readonly sums: readonly Local[] }[];
  readonly factors: readonly Local[];
  readonly loadFactors: (pointer: Code, offset?: number, into?: readonly Local[]) => Code;
  readonly weight: Local;
  readonly run: Local;
  readonly k: Local;
  readonly vector: () => Local;
}

/** What one run of the window gives to the sums. */
export function tapCode(tile: Tile, variables: TapVariables): Code {
  const { combine } = tile;
  if (combine === "sliding" || combine === "striding") return slidingTap(tile, slidingStride[combine], variables);
  if (combine === "dense" || combine === "integer") return denseTap(tile, variables);
  const { pixels, factors, loadFactors, weight } = variables;
  const byChannel = (code: (sum: Local, values: Code, part: number) => Code): Code =>
    pixels.map(({ at, sums }) => sums.map((sum, part) => code(sum, v128.load(get(at), part * 16), part)));
  if (combine === "greatest") return byChannel((sum, values) => set(sum, f32x4.greater(get(sum), values)));
  return [
    loadFactors(get(weight)),
    byChannel((sum, values, part) => multiplyAdd(tile, sum, values, get(factors[part] as Local))),
    increase(weight, i32.const(factors.length * 16)),
  ];
}

/** sum += a·b; in integers, each lane adds up the products of a pair. */
function multiplyAdd({ relaxed, combine }: Tile, sum: Local, a: Code, b: Code): Code {
  if (combine === "integer") return set(sum, i32x4.add(get(sum), i32x4.dot(a, b)));
  return set(sum, relaxed ? f32x4.multiplyAdd(a, b, get(sum)) : f32x4.add(get(sum), f32x4.mul(a, b)));
}

/** Four words of the run at a time: a value each, or a pair of integers, in all lanes against a row of weights. */
function denseTap(tile: Tile, { pixels, factors, loadFactors, weight, run, k, vector }: TapVariables): Code {
  const { spread } = tile;
  const rowBytes = factors.length * 16;
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
          sums.map((sum, part) => multiplyAdd(tile, sum, get(one), get(factors[part] as Local))),
        ]),
      ]),
      pixels.map(({ at }) => increase(at, i32.const(16))),
      increase(weight, i32.const(4 * rowBytes)),
    ],
    16,
  );
}

/** One row of a channelwise window: each value that lies under the tile is loaded once, for all windows that cover it. */
function slidingTap(tile: Tile, stride: 1 | 2, { pixels, factors, loadFactors, weight, run, vector }: TapVariables): Code {
  const [first] = pixels as [TapVariables["pixels"][number]];
  const rows = [factors, ...Array.from({ length: slidingWidth - 1 }, () => factors.map(vector))];
  const rowBytes = factors.length * 16;
  const value = vector();
  const columns = (pixels.length - 1) * stride + slidingWidth;
  return [
    rows.map((row, tap) => loadFactors(get(weight), tap * rowBytes, row)),
    Array.from({ length: columns }, (_, column) => [
      factors.map((_, part) => [
        set(value, v128.load(get(first.at), part * 16)),
        pixels.map(({ sums }, pixel) => {
          const factor = rows[column - pixel * stride]?.[part];
          return factor === undefined ? [] : multiplyAdd(tile, sums[part] as Local, get(value), get(factor));
        }),
      ]),
      column === columns - 1 ? [] : increase(first.at, get(run)),
    ]),
    increase(weight, i32.const(slidingWidth * rowBytes)),
  ];
}
