import { fans, type Initializer, uniform } from "../initializers/initializer.js";
import { kaimingUniform } from "../initializers/kaiming.js";
import * as operators from "../operators/convolution.js";
import * as transposed from "../operators/transposed-convolution.js";
import type { Tensor } from "../tensor.js";
import { inLayer, type Scope } from "./scope.js";

export interface ConvolutionLayerOptions extends Omit<operators.ConvolutionOptions, "bias"> {
  /** Output channels. */
  readonly filters: number;
  readonly kernel: operators.Pair;
  /** Defaults to true, as in PyTorch. */
  readonly bias?: boolean | undefined;
  /** Of the weight; defaults to PyTorch's uniform ±1/√fanIn. */
  readonly initializer?: Initializer | undefined;
}

export interface TransposedConvolutionLayerOptions extends ConvolutionLayerOptions {
  readonly outputPadding?: operators.Pair | undefined;
}

/** PyTorch's `Conv2d`: parameters `weight` (O×C/groups×kH×kW) and `bias` (O). x is N×C×H×W. */
export function convolution(scope: Scope, x: Tensor, options: ConvolutionLayerOptions): Tensor {
  return inLayer(scope, () => {
    const { filters, kernel, groups = 1, bias = true, initializer = pytorchDefault } = options;
    const channels = x.shape[1] ?? 0;
    const weight = scope.parameter("weight", [filters, Math.max(1, Math.floor(channels / groups)), ...operators.pairOf(kernel)], initializer);
    return operators.convolution(x, weight, { ...geometryOf(options), ...(bias ? { bias: biasOf(scope, filters, weight) } : {}) });
  });
}

/** PyTorch's `ConvTranspose2d`: parameters `weight` (C×O/groups×kH×kW) and `bias` (O). x is N×C×H×W. */
export function transposedConvolution(scope: Scope, x: Tensor, options: TransposedConvolutionLayerOptions): Tensor {
  return inLayer(scope, () => {
    const { filters, kernel, groups = 1, bias = true, initializer = pytorchDefault } = options;
    const weight = scope.parameter("weight", [x.shape[1] ?? 0, filters / groups, ...operators.pairOf(kernel)], initializer);
    return transposed.transposedConvolution(x, weight, {
      ...geometryOf(options),
      outputPadding: options.outputPadding ?? 0,
      ...(bias ? { bias: biasOf(scope, filters, weight) } : {}),
    });
  });
}

const pytorchDefault = kaimingUniform({ slope: Math.sqrt(5) });

const geometryOf = ({ stride = 1, padding = 0, dilation = 1, groups = 1 }: ConvolutionLayerOptions): operators.ConvolutionOptions => ({
  stride,
  padding,
  dilation,
  groups,
});

/** Drawn from ±1/√fanIn of the weight, as PyTorch does. */
function biasOf(scope: Scope, filters: number, weight: Tensor): Tensor {
  const bound = 1 / Math.sqrt(fans(weight.shape).fanIn);
  return scope.parameter("bias", [filters], uniform(-bound, bound));
}
