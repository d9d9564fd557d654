import { layers, type Scope, type Tensor } from "@fmpn/graph";
import { add, averagePool, multiply, relu, resize } from "@fmpn/graph/operators";
import { type Backbone, classifierHead } from "./backbone.js";

/** Channels of the four stages. */
const widths = [32, 64, 128, 192];
/** By how much each stage divides the size: the fused features come at half the size already, so the first keeps it. */
const strides = [1, 2, 2, 2];
/** Residual blocks in each stage. */
const counts = [1, 2, 2, 1];

/**
 * The small preset's classifier: a small residual network of dense 3×3 convolutions, which CPUs run and train faster
 * than depthwise ones of the same accuracy (the time goes into passes over memory, not into multiplications). Shortcuts
 * that change the size average before their 1×1 convolution, so that no pixel is skipped (He et al. 2019, ResNet-D).
 *
 * A mask weighs the first stage's features: h·(1 + mask), which keeps what the mask leaves out at its own strength
 * (Wang et al. 2017, residual attention).
 *
 * @param x fused features N×C×S×S, or an image; S ≥ 8
 */
export const smallResnet: Backbone = (scope, x, options) => {
  let h = x;
  for (const [stage, count] of counts.entries()) {
    for (let index = 0; index < count; index += 1) {
      h = block(scope.at(`layer${stage + 1}`).at(index), h, widths[stage] ?? 0, index === 0 ? (strides[stage] ?? 1) : 1);
    }
    if (stage === 0 && options.mask !== undefined) {
      const [, , rows = 0, columns = 0] = h.shape;
      h = multiply(h, add(resize(options.mask, [rows, columns]), 1));
    }
  } // N×192×S/8×S/8
  return classifierHead(scope, "fc", h, options);
};

/** Twice {3×3 convolution, batch norm} around a shortcut, ReLU between and at the end. */
function block(scope: Scope, x: Tensor, filters: number, stride: number): Tensor {
  const conv = (index: number, h: Tensor, by: number): Tensor =>
    layers.batchNorm(scope.at(`bn${index}`), layers.convolution(scope.at(`conv${index}`), h, { filters, kernel: 3, stride: by, padding: 1, bias: false }));
  const main = conv(2, relu(conv(1, x, stride)), 1);
  return relu(add(main, shortcut(scope.at("downsample"), x, filters, stride)));
}

function shortcut(scope: Scope, x: Tensor, filters: number, stride: number): Tensor {
  if (stride === 1 && x.shape[1] === filters) return x;
  const pooled = stride === 1 ? x : averagePool(x, { kernel: stride });
  return layers.batchNorm(scope.at(1), layers.convolution(scope.at(0), pooled, { filters, kernel: 1, bias: false }));
}
