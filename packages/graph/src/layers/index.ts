export { batchNorm, type BatchNormLayerOptions } from "./batch-norm.js";
export {
  convolution,
  type ConvolutionLayerOptions,
  transposedConvolution,
  type TransposedConvolutionLayerOptions,
} from "./convolution.js";
export { dropout } from "./dropout.js";
export { instanceNorm, type InstanceNormLayerOptions } from "./instance-norm.js";
export { linear, type LinearLayerOptions } from "./linear.js";
export { prelu } from "./prelu.js";
export { squeezeExcite, type SqueezeExciteOptions } from "./squeeze-excite.js";
