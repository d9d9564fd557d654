import { type RuntimeProvider, ProviderError, type Runtime } from "./provider.js";

/**
 * Loads ONNX Runtime in a browser, for `wasm` and `webgpu`.
 *
 * @throws ProviderError for the providers of Node, and for WebGPU where the browser has none
 */
export async function loadRuntime(provider: RuntimeProvider): Promise<Runtime> {
  if (provider === "cpu" || provider === "cuda") {
    throw new ProviderError(`The provider "${provider}" runs in Node only. In a browser choose "wasm" or "webgpu".`);
  }
  if (provider === "webgpu" && !("gpu" in navigator)) {
    const remedy = isSecureContext ? "" : " WebGPU wants a page from https: or localhost.";
    throw new ProviderError(`This browser has no WebGPU. Choose "wasm".${remedy}`);
  }
  // Without WebGPU the WebAssembly is half as large.
  return provider === "webgpu" ? import("onnxruntime-web/webgpu") : import("onnxruntime-web/wasm");
}

/** The provider to use when none is named: WebAssembly, which computes the same everywhere. */
export async function defaultProvider(): Promise<RuntimeProvider> {
  return "wasm";
}
