import type { OnnxModel } from "../onnx/model.js";
import { openSimdSession, readSimdModel, type SimdModel } from "../wasm/session.js";
import { UnsupportedOperatorError } from "../wasm/plan/operation.js";
import { guardRun } from "../wasm/plan/run-limits.js";
import { checkSessionOptions, type RuntimeProvider } from "./provider.js";
import type { Session, SessionOptions } from "./session.js";

/**
 * From so many products a run on, native code is worth its start: it computes eight numbers at a time where WebAssembly
 * computes four, on all cores.
 */
export const NATIVE_FROM = 1e9;

/**
 * Loads an ONNX file, or one that is decoded already, for inference: into our own kernels (`simd`), or into ONNX Runtime, where a provider that computes wrongly is
 * refused (see `checkProvider`). Without a provider the choice is ours: `simd`, but where onnxruntime-node is installed, `cpu`
 * for a graph of a billion products or more; and ONNX Runtime, where it is installed, for a graph that `simd` does not compute.
 *
 * @throws UnsupportedOperatorError where a kernel is missing and ONNX Runtime is not installed, or not to be taken
 * @throws ProviderError where the provider cannot be had, or cannot load the graph
 * @throws OversizedGraphError where it would take more than `runLimits` say
 */
export async function openSession(source: Uint8Array | OnnxModel, { provider, threads, wholeNumbers, runLimits }: SessionOptions = {}): Promise<Session> {
  checkSessionOptions(provider, threads);
  const guard = runLimits && guardRun(runLimits);
  if (provider === "simd") return await openSimdSession(readSimdModel(source, guard), { wholeNumbers });
  if (provider !== undefined) {
    if (runLimits !== undefined) readSimdModel(source, guard);
    return await openWithOnnxRuntime(source, { provider, threads });
  }
  let model: SimdModel;
  try {
    model = readSimdModel(source, guard);
  } catch (error) {
    if (runLimits !== undefined || !(error instanceof UnsupportedOperatorError)) throw error;
    return await openWithOnnxRuntime(source, { threads }).catch(() => {
      throw error;
    });
  }
  const native = (model.multiplications ?? 0) < NATIVE_FROM ? undefined : await openWithOnnxRuntime(source, { provider: "cpu", threads }).catch(() => undefined);
  return native ?? (await openSimdSession(model, { wholeNumbers }));
}

/** Read when it is asked for: few need it, and it is much to load. */
async function openWithOnnxRuntime(source: Uint8Array | OnnxModel, options: SessionOptions<RuntimeProvider>): Promise<Session> {
  const { openOnnxRuntimeSession } = await import("./onnx-runtime-session.js");
  const bytes = "graph" in source ? (await import("../onnx/encode.js")).encodeModel(source) : source;
  return await openOnnxRuntimeSession(bytes, options);
}
