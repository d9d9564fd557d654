import type { Code } from "../assembler/code.js";
import { f32x4, get, i32, i32x4, type Local, set } from "../assembler/instructions.js";
import type { Lanes } from "./elementwise.js";

const one = f32x4.const(1);
const limited = (x: Code, low: Code, high: Code): Code => f32x4.lesser(f32x4.greater(x, low), high);

/** (ln 2)ᵏ/k! for k from 6 down: the series of 2ʳ. Written out, as engines differ in the last bit of powers. */
const series = [1.5403530393381606e-4, 1.3333558146428441e-3, 9.618129107628477e-3, 5.5504108664821576e-2, 0.24022650695910072, Math.LN2, 1] as const;

/** eˣ = 2ⁿ·2ʳ: n whole, and for 2ʳ, r in [−½, ½], a polynomial of degree 6 (relative error 1.2e-7). */
export function exponential(x: Code, vector: () => Local): Code {
  const [power, whole, part] = [vector(), vector(), vector()];
  const [first, ...others] = series;
  const polynomial = others.reduce<Code>((sum, coefficient) => f32x4.add(f32x4.mul(sum, get(part)), f32x4.const(coefficient)), f32x4.const(first));
  const exponent = i32x4.add(i32x4.fromFloat(get(whole)), i32x4.splat(i32.const(127)));
  return [
    set(power, limited(f32x4.mul(x, f32x4.const(Math.LOG2E)), f32x4.const(-126), f32x4.const(127))),
    set(whole, f32x4.nearest(get(power))),
    set(part, f32x4.sub(get(power), get(whole))),
    f32x4.mul(polynomial, i32x4.shiftLeft(exponent, i32.const(23))),
  ];
}

/** 1/(1 + e⁻ˣ). */
const sigmoid = (x: Code, vector: () => Local): Code => f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x), vector)));

/** Operators of one operand, by the name of their kernel. */
export const unaryLanes = {
  copy: ([x = []]) => x,
  relu: ([x = []]) => f32x4.greater(x, f32x4.const(0)),
  exp: ([x = []], vector) => exponential(x, vector),
  sigmoid: ([x = []], vector) => sigmoid(x, vector),
  /** 2σ(2x) − 1. */
  tanh: ([x = []], vector) => f32x4.sub(f32x4.mul(f32x4.const(2), sigmoid(f32x4.add(x, x), vector)), one),
  sqrt: ([x = []]) => f32x4.sqrt(x),
  abs: ([x = []]) => f32x4.abs(x),
  neg: ([x = []]) => f32x4.neg(x),
  clip: ([x = []], _, argument) => limited(x, argument(0), argument(1)),
  /** α·x + β within 0 and 1. */
  hardSigmoid: ([x = []], _, argument) => limited(f32x4.add(f32x4.mul(x, argument(0)), argument(1)), f32x4.const(0), one),
} as const satisfies Readonly<Record<string, Lanes>>;

/** Operators of two operands. */
export const binaryLanes = {
  add: ([a = [], b = []]) => f32x4.add(a, b),
  sub: ([a = [], b = []]) => f32x4.sub(a, b),
  mul: ([a = [], b = []]) => f32x4.mul(a, b),
  div: ([a = [], b = []]) => f32x4.div(a, b),
  min: ([a = [], b = []]) => f32x4.lesser(a, b),
  max: ([a = [], b = []]) => f32x4.greater(a, b),
} as const satisfies Readonly<Record<string, Lanes>>;
