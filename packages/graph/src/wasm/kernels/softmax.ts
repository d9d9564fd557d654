import { count, f32x4, get, increase, set, v128 } from "../assembler/instructions.js";
import { wasmFunction, type WasmFunction } from "../assembler/module.js";
import { exponential } from "./lanes.js";

export const softmaxParameters = ["dst", "dstOuter", "dstInner", "dstStep", "a", "aOuter", "aInner", "aStep", "outer", "inner", "count"] as const;

/** eˣ/Σeˣ over the innermost of three loops, from which the greatest value is taken first. */
export function softmaxKernel(): WasmFunction<(typeof softmaxParameters)[number]> {
  return wasmFunction(softmaxParameters, (parameter, { integer, vector }) => {
    const [i, j, k, from, to, a, dst] = [integer(), integer(), integer(), integer(), integer(), integer(), integer()];
    const [greatest, total, value] = [vector(), vector(), vector()];
    const start = [set(a, get(from)), set(dst, get(to))];
    const next = [increase(a, get(parameter.aStep)), increase(dst, get(parameter.dstStep))];
    const here = v128.loadSplat(get(a));
    const row = [
      start,
      set(greatest, here),
      count(k, get(parameter.count), [set(greatest, f32x4.greater(here, get(greatest))), next]),
      start,
      set(total, f32x4.const(0)),
      count(k, get(parameter.count), [
        set(value, exponential(f32x4.sub(here, get(greatest)), vector)),
        set(total, f32x4.add(get(total), get(value))),
        v128.storeFirst(get(dst), get(value)),
        next,
      ]),
      set(dst, get(to)),
      count(k, get(parameter.count), [
        v128.storeFirst(get(dst), f32x4.div(v128.loadSplat(get(dst)), get(total))),
        increase(dst, get(parameter.dstStep)),
      ]),
    ];
    return count(i, get(parameter.outer), [
      set(from, get(parameter.a)),
      set(to, get(parameter.dst)),
      count(j, get(parameter.inner), [row, increase(from, get(parameter.aInner)), increase(to, get(parameter.dstInner))]),
      increase(parameter.a, get(parameter.aOuter)),
      increase(parameter.dst, get(parameter.dstOuter)),
    ]);
  });
}
