import type { Operator } from "../operator.js";
import { convolution, linear, transposedConvolution } from "./convolution.js";
import { batchNorm, elementwiseOperators, prelu } from "./elementwise.js";
import { concatenate, expand, flatten, identity, pad, reshape, slice, squeeze, transpose, unsqueeze } from "./layout.js";
import { averagePool, globalMax, globalMean, maxPool } from "./pooling.js";
import { resize } from "./resize.js";
import { softmax } from "./softmax.js";

/** The operators of ONNX's standard domain that the kernels compute, by their name. */
export const operators: Readonly<Record<string, Operator>> = {
  ...elementwiseOperators,
  AveragePool: averagePool,
  BatchNormalization: batchNorm,
  Concat: concatenate,
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  Dropout: identity,
  Expand: expand,
  Flatten: flatten,
  Gemm: linear,
  GlobalAveragePool: globalMean,
  GlobalMaxPool: globalMax,
  Identity: identity,
  LeakyRelu: prelu,
  MatMul: linear,
  MaxPool: maxPool,
  Pad: pad,
  PRelu: prelu,
  ReduceMean: globalMean,
  Reshape: reshape,
  Resize: resize,
  Slice: slice,
  Softmax: softmax,
  Squeeze: squeeze,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
  Upsample: resize,
};
