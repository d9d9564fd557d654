import { layers, type Scope, type Tensor } from "@fmpn/graph";
import { add, maxPool, relu } from "@fmpn/graph/operators";
import { type Backbone, classifierHead } from "./backbone.js";

type Block = (scope: Scope, x: Tensor, width: number, stride: number) => Tensor;

export const resnet18: Backbone = resnet(basicBlock, [2, 2, 2, 2]);
export const resnet50: Backbone = resnet(bottleneck, [3, 4, 6, 3]);
export const resnet152: Backbone = resnet(bottleneck, [3, 8, 36, 3]);

/**
 * ResNet (He et al. 2016) as torchvision builds it.
 *
 * @param counts blocks in each of the four layers
 */
function resnet(block: Block, counts: readonly number[]): Backbone {
  return (scope, x, options) => {
    let h = layers.convolution(scope.at("conv1"), x, { filters: 64, kernel: 7, stride: 2, padding: 3, bias: false });
    h = relu(layers.batchNorm(scope.at("bn1"), h)); //                 N×64×S/2×S/2
    h = maxPool(h, { kernel: 3, stride: 2, padding: 1 }); //           N×64×S/4×S/4
    for (const [stage, count] of counts.entries()) {
      for (let index = 0; index < count; index += 1) {
        const stride = stage > 0 && index === 0 ? 2 : 1;
        h = block(scope.at(`layer${stage + 1}`).at(index), h, 64 * 2 ** stage, stride);
      }
    } //                                                               N×512·(1 or 4)×S/32×S/32
    return classifierHead(scope, "fc", h, options);
  };
}

/** Twice 3×3, around an identity. */
function basicBlock(scope: Scope, x: Tensor, width: number, stride: number): Tensor {
  let h = relu(normed(scope, 1, x, width, 3, stride));
  h = normed(scope, 2, h, width, 3, 1);
  return relu(add(h, shortcut(scope, x, width, stride)));
}

/** 1×1, 3×3 (which carries the stride, unlike the paper's), 1×1 to four times the width. */
function bottleneck(scope: Scope, x: Tensor, width: number, stride: number): Tensor {
  let h = relu(normed(scope, 1, x, width, 1, 1));
  h = relu(normed(scope, 2, h, width, 3, stride));
  h = normed(scope, 3, h, 4 * width, 1, 1);
  return relu(add(h, shortcut(scope, x, 4 * width, stride)));
}

function normed(scope: Scope, index: number, x: Tensor, filters: number, kernel: number, stride: number): Tensor {
  const h = layers.convolution(scope.at(`conv${index}`), x, { filters, kernel, stride, padding: (kernel - 1) / 2, bias: false });
  return layers.batchNorm(scope.at(`bn${index}`), h);
}

function shortcut(scope: Scope, x: Tensor, filters: number, stride: number): Tensor {
  if (stride === 1 && x.shape[1] === filters) return x;
  const down = scope.at("downsample");
  return layers.batchNorm(down.at(1), layers.convolution(down.at(0), x, { filters, kernel: 1, stride, bias: false }));
}
