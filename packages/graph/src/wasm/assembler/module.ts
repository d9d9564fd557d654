import { type Code, flat, I32, sized, unsigned, V128, type ValueType, vector } from "./code.js";
import type { Local } from "./instructions.js";

/** A function of a module: integers in, nothing out; it works on memory. */
export interface WasmFunction<Parameter extends string = string> {
  readonly parameters: readonly Parameter[];
  readonly code: Code;
}

/** Makes the variables of a function. */
export interface Variables {
  integer(): Local;
  vector(): Local;
}

/** A function of 32-bit integers, known by name to its body. */
export function wasmFunction<const Parameter extends string>(
  parameters: readonly Parameter[],
  body: (parameter: Readonly<Record<Parameter, Local>>, variables: Variables) => Code,
): WasmFunction<Parameter> {
  const variables: ValueType[] = [];
  const variable = (type: ValueType): Local => ({ index: parameters.length + variables.push(type) - 1, type });
  const named = Object.fromEntries(parameters.map((name, index) => [name, { index, type: I32 }])) as unknown as Record<Parameter, Local>;
  const statements = body(named, { integer: () => variable(I32), vector: () => variable(V128) });
  return { parameters, code: sized([vector(variables.map((type) => [1, type])), statements, 0x0b]) };
}

const text = (value: string): Code => vector([...new TextEncoder().encode(value)]);
const section = (id: number, content: Code): Code => [id, sized(content)];

/**
 * A WebAssembly module (specification, section 5.5) that exports the functions by their names and works on a memory that it
 * imports as `env.memory`.
 */
export function encodeModule(functions: Readonly<Record<string, WasmFunction>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(functions);
  const counts = [...new Set(entries.map(([, { parameters }]) => parameters.length))];
  const types = counts.map((length): Code => [0x60, vector(Array.from({ length }, () => I32)), vector([])]);
  // Not `from`, which takes one value at a time.
  return new Uint8Array(
    flat([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, vector(types)),
      section(2, vector([[text("env"), text("memory"), 2, 0, 0]])),
      section(3, vector(entries.map(([, { parameters }]) => unsigned(counts.indexOf(parameters.length))))),
      section(7, vector(entries.map(([name], index) => [text(name), 0, unsigned(index)]))),
      section(10, vector(entries.map(([, { code }]) => code))),
    ]),
  );
}
