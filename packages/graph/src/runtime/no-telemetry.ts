import { isMainThread } from "node:worker_threads";
import { ProviderError } from "./provider.js";

/** Read by onnxruntime-node when it loads. */
const variable = "ORT_DISABLE_TELEMETRY";

/**
 * Keeps onnxruntime-node (from 1.29 on) from writing a device's identifier and a store of events under the user's cache folder,
 * to be sent when it can. Whoever sets the variable decides. Called before the library loads, and before a thread starts
 * that may load it: a thread's own variables do not reach native code.
 *
 * @throws ProviderError in a thread that was started without the variable: it cannot be set there any more
 */
export function forbidTelemetry(): void {
  if (process.env[variable] !== undefined) return;
  if (!isMainThread) {
    throw new ProviderError(
      `onnxruntime-node would keep a device identifier and send events from this worker thread. Start the process with ${variable}=1, or set it in the main thread before the worker starts; or choose "simd" or "wasm".`,
    );
  }
  process.env[variable] = "1";
}
