import type { Code } from "../assembler/code.js";
import { count, get, increase, type Local, set, v128, when } from "../assembler/instructions.js";
import { wasmFunction, type WasmFunction } from "../assembler/module.js";

/** Computes four lanes from the operands' four. `vector` makes variables, `argument` is a number that the caller gives. */
export type Lanes = (operands: readonly Code[], vector: () => Local, argument: (index: 0 | 1) => Code) => Code;

/** Three loops around the innermost one, which runs `count` times; steps are in bytes, 0 where an operand is repeated. */
const loops = ["outer", "middle", "inner"] as const;
const steps = ["Outer", "Middle", "Inner", "Step"] as const;

const streamParameters = <Stream extends string>(name: Stream) => ["" as const, ...steps].map((step) => `${name}${step}` as const);
export const unaryParameters = [...streamParameters("dst"), ...streamParameters("a"), ...loops, "count", "argument0", "argument1"] as const;
export const binaryParameters = [...streamParameters("dst"), ...streamParameters("a"), ...streamParameters("b"), ...loops, "count"] as const;
export type ElementwiseParameter = (typeof unaryParameters)[number] | (typeof binaryParameters)[number];

/**
 * dst = lanes(a) or lanes(a, b) over four nested loops. `width` 4 computes four values at a time, an operand whose step is 0
 * being one value for all; `width` 1 computes one.
 */
export function elementwiseKernel(lanes: Lanes, operands: readonly ("a" | "b")[], width: 4 | 1): WasmFunction {
  const parameters: readonly ElementwiseParameter[] = operands.length === 1 ? unaryParameters : binaryParameters;
  return wasmFunction(parameters, (parameter, { integer, vector }) => {
    const counters = [...loops, "count" as const].map((name) => ({ end: get(parameter[name]), counter: integer() }));
    const values = operands.map(vector);
    const streams = (["dst", ...operands] as const).map((name) => ({
      // The pointer at each depth starts where the one above stands.
      pointers: [parameter[name], integer(), integer(), integer()],
      steps: steps.map((step) => parameter[`${name}${step}`]),
    }));
    const innermost = streams.map(({ pointers }) => pointers.at(-1) as Local);
    const argument = (index: 0 | 1): Code => v128.loadSplat(get(parameter[`argument${index}`]));
    const load = operands.map((_, i) => {
      const [value, pointer, step] = [values[i], innermost[i + 1], streams[i + 1]?.steps.at(-1)] as [Local, Local, Local];
      const splat = set(value, v128.loadSplat(get(pointer)));
      return width === 1 ? splat : when(get(step), set(value, v128.load(get(pointer))), splat);
    });
    const result = lanes(values.map(get), vector, argument);
    const store = (width === 1 ? v128.storeFirst : v128.store)(get(innermost[0] as Local), result);

    return counters.reduceRight<Code>(
      (body, { counter, end }, depth) =>
        count(counter, end, [
          depth === 3 ? [] : streams.map(({ pointers }) => set(pointers[depth + 1] as Local, get(pointers[depth] as Local))),
          body,
          streams.map(({ pointers, steps }) => increase(pointers[depth] as Local, get(steps[depth] as Local))),
        ]),
      [load, store],
    );
  });
}
