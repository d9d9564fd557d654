import { ProviderError } from "./provider.js";
import type { Session, SessionOptions } from "./session.js";

/** Stands for ./onnx-runtime-session.js in what is built without ONNX Runtime: see scripts/bundle-browser.mjs. */
export async function openOnnxRuntimeSession(_bytes: Uint8Array, { provider }: SessionOptions = {}): Promise<Session> {
  throw new ProviderError(`This build of fmpn runs networks on its own kernels ("simd") and has no ${provider === undefined ? "ONNX Runtime" : `"${provider}"`}: for that, bundle the package fmpn with onnxruntime-web.`);
}
