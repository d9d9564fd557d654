import type * as ort from "onnxruntime-common";
import type { RuntimeProvider } from "./provider.js";

/** ONNX Runtime as one of its npm packages gives it. */
export interface Runtime {
  readonly InferenceSession: ort.InferenceSessionFactory;
  readonly Tensor: ort.TensorConstructor;
  readonly env: ort.Env;
}

/** WebAssembly has one pool of threads for all sessions; what is asked of the first one holds. */
export function prepareRuntime(runtime: Runtime, provider: RuntimeProvider, threads?: number): void {
  if (provider === "wasm" && threads !== undefined) runtime.env.wasm.numThreads = threads;
}

/** Session options for a provider: everything that differs between providers stands here. */
export function sessionOptions(provider: RuntimeProvider, threads?: number): ort.InferenceSession.SessionOptions {
  const common: ort.InferenceSession.SessionOptions = {
    graphOptimizationLevel: "all",
    // 3 = errors only: warnings about shapes and nodes that stay on the CPU are not for users.
    logSeverityLevel: 3,
    // Weights stored in 8 bits are widened once, when the graph loads: in every run, it took up to half of a small network's time.
    extra: { session: { disable_quant_qdq: "1" } },
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  };
  switch (provider) {
    case "cpu":
    case "cuda":
    case "wasm":
      return { ...common, executionProviders: [provider] };
    case "webgpu":
      // The default NHWC layout gave wrong results for a convolution of 6 channels: see self-check.ts.
      return { ...common, executionProviders: [{ name: "webgpu", preferredLayout: "NCHW" }] };
  }
}
