import type { Runtime } from "./onnx-runtime.js";
import { ProviderError, type RuntimeProvider } from "./provider.js";

/**
 * Loads ONNX Runtime in a browser, for `wasm` and `webgpu`.
 *
 * @throws ProviderError for the providers of Node, and for WebGPU where the browser has none
 */
export async function loadRuntime(provider: RuntimeProvider): Promise<Runtime> {
  if (provider === "cpu" || provider === "cuda") {
    throw new ProviderError(`The provider "${provider}" runs in Node only. In a browser choose "simd", "wasm" or "webgpu".`);
  }
  if (provider === "webgpu" && !("gpu" in navigator)) {
    const remedy = isSecureContext ? "" : " WebGPU wants a page from https: or localhost.";
    throw new ProviderError(`This browser has no WebGPU. Choose "simd" or "wasm".${remedy}`);
  }
  try {
    // Without WebGPU the WebAssembly is half as large.
    return provider === "webgpu" ? await import("onnxruntime-web/webgpu") : await import("onnxruntime-web/wasm");
  } catch (error) {
    throw new ProviderError(`The provider "${provider}" needs the package onnxruntime-web in what is built for the page: npm install onnxruntime-web. The provider "simd" needs none, for inference.`, { cause: error });
  }
}
