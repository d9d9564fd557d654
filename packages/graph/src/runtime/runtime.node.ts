import { forbidTelemetry } from "./no-telemetry.js";
import { ProviderError, type Runtime, type RuntimeProvider } from "./provider.js";

/**
 * Loads ONNX Runtime in Node: the native package for `cpu`, `webgpu` and `cuda`, the WebAssembly package for `wasm`.
 *
 * @throws ProviderError if the native package is not installed, or would send what it is used for
 */
export async function loadRuntime(provider: RuntimeProvider): Promise<Runtime> {
  if (provider === "wasm") {
    const web = await import("onnxruntime-web");
    return web;
  }
  forbidTelemetry();
  try {
    const native = await import("onnxruntime-node");
    return native.default ?? native;
  } catch (error) {
    throw new ProviderError(
      `The provider "${provider}" needs the package onnxruntime-node, which did not load here. Install it, or choose "wasm".`,
      { cause: error },
    );
  }
}

/** The provider to use when none is named: the CPU where onnxruntime-node loads, else WebAssembly. */
export async function defaultProvider(): Promise<RuntimeProvider> {
  return loadRuntime("cpu").then(
    () => "cpu",
    () => "wasm",
  );
}
