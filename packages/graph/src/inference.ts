/**
 * What running a network takes, and nothing else: `@fmpn/graph/inference`. It loads no operators, gradients or optimisers, and
 * ONNX Runtime only where that is asked for.
 */
export { formatShape, type Shape, sizeOf } from "./shape.js";
export { decodeModel } from "./onnx/decode.js";
export { type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor, type OnnxValue, OnnxError } from "./onnx/model.js";
export { screenModel } from "./onnx/screening.js";
export { defaultProvider } from "./runtime/default-provider.js";
export { NATIVE_FROM, openSession } from "./runtime/open-session.js";
export { type Provider, ProviderError, providers, type RuntimeProvider } from "./runtime/provider.js";
export type { HostTensor, Session, SessionOptions } from "./runtime/session.js";
export { provideKernels } from "./wasm/compile-kernels.js";
export { UnsupportedOperatorError } from "./wasm/plan/operation.js";
export { OversizedGraphError, type RunLimits } from "./wasm/plan/run-limits.js";
