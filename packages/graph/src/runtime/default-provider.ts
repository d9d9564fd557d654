import { loadRuntime } from "#runtime";
import type { RuntimeProvider } from "./provider.js";

/** The provider of ONNX Runtime to use when none is named: in Node the CPU, where onnxruntime-node loads, else WebAssembly. */
export async function defaultProvider(): Promise<RuntimeProvider> {
  return loadRuntime("cpu").then(
    () => "cpu",
    () => "wasm",
  );
}
