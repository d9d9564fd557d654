import { count, f32x4, get, i32, i32x4, increase, set, v128 } from "../assembler/instructions.js";
import { wasmFunction, type WasmFunction } from "../assembler/module.js";

export const quantizeParameters = ["src", "dst", "vectors", "limit", "step"] as const;

/** Added to a float, it leaves the nearest whole number in the float's last bits. */
const wholes = 1.5 * 2 ** 23;

/**
 * Writes floats as whole numbers of 16 bits from −limit to limit, and stores how much 1 of them is worth: the greatest
 * magnitude / limit. `vectors` counts fours, `limit` points to a float. What is no number makes the worth none, so that it shows.
 */
export function quantizeKernel(): WasmFunction<(typeof quantizeParameters)[number]> {
  return wasmFunction(quantizeParameters, (parameter, { integer, vector }) => {
    const [k, at] = [integer(), integer()];
    const [greatest, factor, value] = [vector(), vector(), vector()];
    const limit = v128.loadSplat(get(parameter.limit));
    // Magnitudes compare as their bits do, and what is no number is the greatest.
    const widen = (lane: number) => set(greatest, i32x4.greaterUnsigned(get(greatest), v128.spread(greatest, lane)));
    return [
      set(greatest, v128.zero),
      set(at, get(parameter.src)),
      count(k, get(parameter.vectors), [
        set(greatest, i32x4.greaterUnsigned(get(greatest), v128.and(v128.load(get(at)), i32x4.splat(i32.const(0x7fffffff))))),
        increase(at, i32.const(16)),
      ]),
      [1, 2, 3].map(widen),
      v128.storeFirst(get(parameter.step), f32x4.div(get(greatest), limit)),
      set(factor, v128.spread(greatest, 0)),
      set(factor, f32x4.div(limit, get(factor))),
      count(k, get(parameter.vectors), [
        set(value, f32x4.add(f32x4.mul(v128.load(get(parameter.src)), get(factor)), f32x4.const(wholes))),
        v128.storeHalf(get(parameter.dst), v128.lowerHalves(value)),
        increase(parameter.src, i32.const(16)),
        increase(parameter.dst, i32.const(8)),
      ]),
    ];
  });
}
