import { type Code, signed, unsigned, type ValueType } from "./code.js";

/** A parameter or a variable of a function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

export const get = (local: Local): Code => [0x20, unsigned(local.index)];
export const set = (local: Local, value: Code): Code => [value, 0x21, unsigned(local.index)];

/** Runs `then` where the condition is not 0. */
export const when = (condition: Code, then: Code, otherwise: Code = []): Code => [condition, 0x04, 0x40, then, 0x05, otherwise, 0x0b];

/** `whenTrue` where the condition is not 0, else `whenFalse`; both are computed. */
export const choose = (condition: Code, whenTrue: Code, whenFalse: Code): Code => [whenTrue, whenFalse, condition, 0x1b];

/** Does the body, and again while the condition is not 0. */
const repeat = (body: Code, condition: Code): Code => [0x03, 0x40, body, condition, 0x0d, 0x00, 0x0b];

/** Counts from 0 in steps while below `end`; the body is done at least once. */
export const count = (counter: Local, end: Code, body: Code, step = 1): Code => [
  set(counter, i32.const(0)),
  repeat([body, increase(counter, i32.const(step))], i32.lessUnsigned(get(counter), end)),
];

export const increase = (local: Local, by: Code): Code => set(local, i32.add(get(local), by));

const operation =
  (code: number) =>
  (...operands: readonly Code[]): Code => [...operands, code];
const vectorOperation =
  (code: number) =>
  (...operands: readonly Code[]): Code => [...operands, 0xfd, unsigned(code)];

export const i32 = {
  const: (value: number): Code => [0x41, signed(value)],
  add: operation(0x6a),
  sub: operation(0x6b),
  mul: operation(0x6c),
  and: operation(0x71),
  isZero: operation(0x45),
  notEqual: operation(0x47),
  lessUnsigned: operation(0x49),
  load: (pointer: Code, offset = 0): Code => [pointer, 0x28, 2, unsigned(offset)],
};

const floatBytes = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];

export const v128 = {
  zero: [0xfd, unsigned(0x0c), Array.from({ length: 16 }, () => 0)] as Code,
  load: (pointer: Code, offset = 0): Code => [pointer, 0xfd, unsigned(0x00), 2, unsigned(offset)],
  /** One 32-bit value in all four lanes. */
  loadSplat: (pointer: Code, offset = 0): Code => [pointer, 0xfd, unsigned(0x09), 2, unsigned(offset)],
  store: (pointer: Code, value: Code, offset = 0): Code => [pointer, value, 0xfd, unsigned(0x0b), 2, unsigned(offset)],
  /** Stores the first lane alone. */
  storeFirst: (pointer: Code, value: Code, offset = 0): Code => [pointer, value, 0xfd, unsigned(0x5a), 2, unsigned(offset), 0],
  /** Stores the first two lanes alone. */
  storeHalf: (pointer: Code, value: Code, offset = 0): Code => [pointer, value, 0xfd, unsigned(0x5b), 2, unsigned(offset), 0],
  and: vectorOperation(0x4e),
  /** The lower 16 bits of each lane, in the first two. */
  lowerHalves: (value: Local): Code => [get(value), get(value), 0xfd, unsigned(0x0d), Array.from({ length: 16 }, (_, byte) => ((byte >> 1) * 4 + (byte % 2)) % 16)],
  /** One lane in all four. */
  spread: (value: Local, lane: number): Code => [
    get(value),
    get(value),
    0xfd,
    unsigned(0x0d),
    Array.from({ length: 16 }, (_, byte) => lane * 4 + (byte % 4)),
  ],
};

export const f32x4 = {
  nearest: vectorOperation(0x6a),
  abs: vectorOperation(0xe0),
  neg: vectorOperation(0xe1),
  fromInteger: vectorOperation(0xfa),
  sqrt: vectorOperation(0xe3),
  add: vectorOperation(0xe4),
  sub: vectorOperation(0xe5),
  mul: vectorOperation(0xe6),
  div: vectorOperation(0xe7),
  /** b < a ? b : a: what is no number stays so if it stands first. */
  lesser: vectorOperation(0xea),
  /** a < b ? b : a, likewise. */
  greater: vectorOperation(0xeb),
  /** a·b + c, rounded once or twice as the machine likes it (relaxed SIMD). */
  multiplyAdd: vectorOperation(0x105),
  /** All four lanes a constant. */
  const: (value: number): Code => [0xfd, unsigned(0x0c), floatBytes(value), floatBytes(value), floatBytes(value), floatBytes(value)],
};

export const i32x4 = {
  splat: vectorOperation(0x11),
  add: vectorOperation(0xae),
  shiftLeft: vectorOperation(0xab),
  fromFloat: vectorOperation(0xf8),
  /** The greater of each two lanes as numbers without a sign. */
  greaterUnsigned: vectorOperation(0xb9),
  /** Of eight integers of 16 bits each: the sums of the products of neighbours. */
  dot: vectorOperation(0xba),
};
