import type { Code } from "../assembler/code.js";
import { count, f32x4, get, i32, increase, type Local, set, v128 } from "../assembler/instructions.js";
import { wasmFunction, type WasmFunction } from "../assembler/module.js";

export const resizeParameters = ["src", "dst", "height", "width", "vectors", "rows", "columns", "dstPixel", "dstRow"] as const;

/**
 * Samples an image from tables of its rows and columns. An entry has three words: how many bytes in the two neighbours lie,
 * and the weight of the second one. `width` 4 does four channels at a time, `width` 1 an image of one channel.
 */
export function resizeKernel(width: 4 | 1): WasmFunction<(typeof resizeParameters)[number]> {
  return wasmFunction(resizeParameters, (parameter, { integer, vector }) => {
    const [y, x, c, above, below, column, to, dst] = [integer(), integer(), integer(), integer(), integer(), integer(), integer(), integer()];
    const [down, right, top] = [vector(), vector(), vector()];
    const corners = { aboveLeft: integer(), aboveRight: integer(), belowLeft: integer(), belowRight: integer() };
    const load = (pointer: Local): Code => (width === 4 ? v128.load : v128.loadSplat)(get(pointer));
    const mix = (a: Code, b: Code, same: Code, weight: Local): Code => f32x4.add(a, f32x4.mul(f32x4.sub(b, same), get(weight)));
    const place = (row: Local, side: 0 | 4): Code => i32.add(get(row), i32.load(get(column), side));
    const bottom = vector();
    const sample = [
      set(top, mix(load(corners.aboveLeft), load(corners.aboveRight), load(corners.aboveLeft), right)),
      set(bottom, mix(load(corners.belowLeft), load(corners.belowRight), load(corners.belowLeft), right)),
      (width === 4 ? v128.store : v128.storeFirst)(get(dst), mix(get(top), get(bottom), get(top), down)),
    ];
    return count(y, get(parameter.height), [
      set(above, i32.add(get(parameter.src), i32.load(get(parameter.rows)))),
      set(below, i32.add(get(parameter.src), i32.load(get(parameter.rows), 4))),
      set(down, v128.loadSplat(get(parameter.rows), 8)),
      set(column, get(parameter.columns)),
      set(to, get(parameter.dst)),
      count(x, get(parameter.width), [
        set(corners.aboveLeft, place(above, 0)),
        set(corners.aboveRight, place(above, 4)),
        set(corners.belowLeft, place(below, 0)),
        set(corners.belowRight, place(below, 4)),
        set(right, v128.loadSplat(get(column), 8)),
        set(dst, get(to)),
        count(c, get(parameter.vectors), [
          sample,
          [dst, ...Object.values(corners)].map((pointer) => increase(pointer, i32.const(16))),
        ]),
        increase(column, i32.const(12)),
        increase(to, get(parameter.dstPixel)),
      ]),
      increase(parameter.rows, i32.const(12)),
      increase(parameter.dst, get(parameter.dstRow)),
    ]);
  });
}
