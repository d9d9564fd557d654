import { f32x4, set, v128 } from "./assembler/instructions.js";
import { encodeModule, wasmFunction } from "./assembler/module.js";
import { writeKernels } from "./kernels/kernels.js";
import type { KernelStyle } from "./kernels/window.js";

/** Relaxed SIMD where the engine has it: asked by a function that multiplies and adds. */
export function hasRelaxedSimd(): boolean {
  const probe = wasmFunction([], (_, { vector }) => set(vector(), f32x4.multiplyAdd(v128.zero, v128.zero, v128.zero)));
  return WebAssembly.validate(encodeModule({ probe }));
}

/** The style that is fastest here: engines without relaxed SIMD are those that load into all lanes slowly. Whole numbers keep to plain SIMD. */
export function chooseStyle(wholeNumbers: boolean): KernelStyle {
  const relaxed = hasRelaxedSimd();
  return { relaxed: relaxed && !wholeNumbers, spread: !relaxed };
}

/** A `WebAssembly.Module`, also where TypeScript is told of none: without the DOM library Node's types have no WebAssembly. */
export type CompiledKernels = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : object;

const compiled = new Map<string, Promise<CompiledKernels>>();

let provided: CompiledKernels | undefined;

/**
 * Gives the kernels as a module that is compiled already, for engines that compile nothing while they run, as edge workers:
 * `import kernels from "fmpn/kernels.wasm"; provideKernels(kernels)`.
 */
export function provideKernels(module: CompiledKernels): void {
  provided = module;
}

/** The kernels of a style, compiled once: code without state, shared by all sessions. */
export function compileKernels(style: KernelStyle): Promise<CompiledKernels> {
  if (provided !== undefined) return Promise.resolve(provided);
  const key = JSON.stringify(style);
  const known = compiled.get(key) ?? WebAssembly.compile(writeKernels(style));
  compiled.set(key, known);
  return known;
}
