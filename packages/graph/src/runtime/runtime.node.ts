import { forbidTelemetry } from "./no-telemetry.js";
import type { Runtime } from "./onnx-runtime.js";
import { ProviderError, type RuntimeProvider } from "./provider.js";

/**
 * Loads ONNX Runtime in Node: the native package for `cpu`, `webgpu` and `cuda`, the WebAssembly package for `wasm`.
 *
 * @throws ProviderError if the package is not installed, or would send what it is used for
 */
export async function loadRuntime(provider: RuntimeProvider): Promise<Runtime> {
  const name = provider === "wasm" ? "onnxruntime-web" : "onnxruntime-node";
  if (provider !== "wasm") forbidTelemetry();
  try {
    // Named at run time, for bundlers to leave alone: the packages are optional, and one of them is native.
    const module = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name)) as Runtime & { readonly default?: Runtime };
    return module.default ?? module;
  } catch (error) {
    throw new ProviderError(`The provider "${provider}" needs the package ${name}, which did not load here: npm install ${name}. The provider "simd" needs none, for inference.`, { cause: error });
  }
}
