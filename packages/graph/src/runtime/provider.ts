/**
 * Where a graph runs. `simd`: our own WebAssembly kernels, for inference, everywhere. The others are ONNX Runtime's, where its
 * packages are installed. `cpu`: the native code of onnxruntime-node. `wasm`: the WebAssembly of onnxruntime-web, everywhere.
 * `webgpu`: a GPU, in browsers that have it and in Node. `cuda`: an NVIDIA GPU in Node, where its libraries are installed.
 */
export type Provider = (typeof providers)[number];

export const providers = ["simd", "cpu", "wasm", "webgpu", "cuda"] as const;

/** The providers that ONNX Runtime has. */
export type RuntimeProvider = Exclude<Provider, "simd">;

/** Raised when a provider cannot be had here, or computes wrongly. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
}

/**
 * @throws ProviderError for a name that is no provider's; RangeError for a number of threads that cannot be
 */
export function checkSessionOptions(provider: Provider | undefined, threads: number | undefined): void {
  if (provider !== undefined && !providers.includes(provider)) throw new ProviderError(`There is no provider "${String(provider)}": choose among ${providers.join(", ")}.`);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) throw new RangeError(`threads is a whole number from 1, not ${String(threads)}.`);
}
