/**
 * Instructions as bytes, nested as they were composed. An expression is code that leaves one value on the stack, a
 * statement leaves none. Numbers of instructions are those of the WebAssembly specification, section 5.4.
 */
export type Code = number | readonly Code[];

/** Value types (section 5.3.1). */
export const I32 = 0x7f;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof V128;

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

/** A list with its length before it. */
export const vector = (items: readonly Code[]): Code => [unsigned(items.length), items];

/** Code with its length in bytes before it. */
export function sized(code: Code): Code {
  const bytes = flat(code);
  return [unsigned(bytes.length), bytes];
}

/** The bytes of nested code. */
export function flat(code: Code, into: number[] = []): number[] {
  if (typeof code === "number") into.push(code);
  else for (const part of code) flat(part, into);
  return into;
}
