import { type Provider, ProviderError } from "./provider.js";

/** What ONNX Runtime fetches in a page, beside its script. */
const wasmFiles: Partial<Record<Provider, string>> = {
  wasm: "ort-wasm-simd-threaded.wasm",
  webgpu: "ort-wasm-simd-threaded.asyncify.wasm",
};

/** What ONNX Runtime says where something is missing, and what it is. */
const causes: readonly (readonly [RegExp, (provider: Provider) => string])[] = [
  [/fetching of the wasm failed|Failed to fetch dynamically imported module|argument is empty|expected magic word/i, (provider) => `${wasmFiles[provider] ?? "its WebAssembly"} could not be fetched: copy it from onnxruntime-web/dist to where the script of ONNX Runtime lies`],
  [/GPU adapter|No supported adapters/i, () => 'there is no GPU that may be used (no driver, a blocked or virtual one; on Linux Vulkan is needed, the package libvulkan1). Choose another provider, as "wasm"'],
  [/providers?_(?:shared|cuda)|Provider_Cuda|CUDA/i, () => 'CUDA\'s libraries for ONNX Runtime are not installed. Choose another provider, as "cpu"'],
];

/** The error for a provider that ONNX Runtime could not start: what is missing, where that is known, before what it says itself. */
export function providerFault(provider: Provider, doing: string, cause: unknown): ProviderError {
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, " ").trim();
  const known = causes.find(([sign]) => sign.test(reason))?.[1](provider);
  return new ProviderError(`${doing}: ${known === undefined ? reason : `${known}. (${reason})`}`, { cause });
}
