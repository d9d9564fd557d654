import { count, get, i32, i32x4, increase, set, v128, when } from "../assembler/instructions.js";
import { wasmFunction, type WasmFunction } from "../assembler/module.js";

export const fillParameters = ["dst", "runs", "distance", "bytes", "value"] as const;

/** Writes a 32-bit value all over runs of `bytes` (a multiple of 4), each `distance` after the one before. */
export function fillKernel(): WasmFunction<(typeof fillParameters)[number]> {
  return wasmFunction(fillParameters, (parameter, { integer, vector }) => {
    const [run, k, at, rest] = [integer(), integer(), integer(), integer()];
    const value = vector();
    return [
      set(value, i32x4.splat(get(parameter.value))),
      count(run, get(parameter.runs), [
        set(at, get(parameter.dst)),
        // The whole vectors, then what is left of less than one.
        set(rest, i32.and(get(parameter.bytes), i32.const(-16))),
        when(get(rest), count(k, get(rest), [v128.store(get(at), get(value)), increase(at, i32.const(16))], 16)),
        set(rest, i32.and(get(parameter.bytes), i32.const(12))),
        when(get(rest), count(k, get(rest), [v128.storeFirst(get(at), get(value)), increase(at, i32.const(4))], 4)),
        increase(parameter.dst, get(parameter.distance)),
      ]),
    ];
  });
}
