/** ONNX files: written from networks, read, screened, counted: `@fmpn/graph/onnx`. */
export type { Attribute, Attributes } from "../tensor.js";
export { exportInference, type ExportOptions } from "../export/export-inference.js";
export { freeBatch } from "../export/free-batch.js";
export { type WeightStorage, weightStorages } from "../export/store-weights.js";
export { type LayerCost, layerCosts, totalCost } from "../layer-costs.js";
export { decodeModel } from "./decode.js";
export { encodeModel } from "./encode.js";
export { ForeignModelError, type RefusalKind } from "./foreign-model-error.js";
export { OnnxError, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor, type OnnxValue } from "./model.js";
export type { ExternalBytes } from "./screen-tensor.js";
export { describeShape, type ForeignValue, type ScreenedModel, screenModel, type ScreeningLimits, type ScreeningOptions, STRICT_LIMITS } from "./screening.js";
