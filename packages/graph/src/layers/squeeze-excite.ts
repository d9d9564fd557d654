import { multiply } from "../operators/arithmetic.js";
import { globalAveragePool } from "../operators/average-pool.js";
import { relu } from "../operators/relu.js";
import { hardSigmoid, sigmoid } from "../operators/sigmoid.js";
import type { Tensor } from "../tensor.js";
import { convolution } from "./convolution.js";
import { inLayer, type Scope } from "./scope.js";

export interface SqueezeExciteOptions {
  /** Channels of the bottleneck. */
  readonly squeeze: number;
  /** Defaults to the sigmoid of the paper; MobileNetV3 takes the hard one. */
  readonly gate?: "sigmoid" | "hardSigmoid" | undefined;
}

/**
 * Channel attention (Hu et al. 2018): x·gate(W₂·relu(W₁·mean(x))). Parameters `fc1.*` and `fc2.*`, as in torchvision.
 *
 * @param x N×C×H×W
 */
export function squeezeExcite(scope: Scope, x: Tensor, { squeeze, gate = "sigmoid" }: SqueezeExciteOptions): Tensor {
  return inLayer(scope, () => {
    const hidden = relu(convolution(scope.at("fc1"), globalAveragePool(x), { filters: squeeze, kernel: 1 }));
    const scores = convolution(scope.at("fc2"), hidden, { filters: x.shape[1] ?? 0, kernel: 1 });
    return multiply(x, gate === "sigmoid" ? sigmoid(scores) : hardSigmoid(scores));
  });
}
