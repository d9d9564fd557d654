import { openSimdSession } from "../wasm/session.js";
import { openOnnxRuntimeSession } from "./onnx-runtime-session.js";
import { checkSessionOptions } from "./provider.js";
import type { Session, SessionOptions } from "./session.js";

/**
 * Loads ONNX bytes for inference: into our own kernels (`simd`), or into ONNX Runtime, where a provider that computes wrongly is
 * refused (see `checkProvider`).
 *
 * @throws UnsupportedOperatorError where the provider is `simd` and a kernel is missing
 * @throws ProviderError where the provider cannot be had, or cannot load the graph
 */
export async function openSession(bytes: Uint8Array, { provider, threads }: SessionOptions = {}): Promise<Session> {
  checkSessionOptions(provider, threads);
  return provider === "simd" ? await openSimdSession(bytes) : await openOnnxRuntimeSession(bytes, { provider, threads });
}
