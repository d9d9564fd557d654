import { layers, type Scope, type Tensor } from "@fmpn/graph";
import { averagePool, concatenate, maxPool, relu } from "@fmpn/graph/operators";
import { type Backbone, classifierHead } from "./backbone.js";

/** Channels that each layer adds. */
const growth = 32;
/** Layers in each of the four dense blocks. */
const counts = [6, 12, 24, 16];

/**
 * DenseNet-121 (Huang et al. 2017) as torchvision builds it: every layer of a block sees all that came before it.
 */
export const densenet121: Backbone = (scope, x, options) => {
  const features = scope.at("features");
  let h = layers.convolution(features.at("conv0"), x, { filters: 64, kernel: 7, stride: 2, padding: 3, bias: false });
  h = relu(layers.batchNorm(features.at("norm0"), h)); //              N×64×S/2×S/2
  h = maxPool(h, { kernel: 3, stride: 2, padding: 1 }); //             N×64×S/4×S/4
  for (const [index, count] of counts.entries()) {
    const block = features.at(`denseblock${index + 1}`);
    for (let layer = 1; layer <= count; layer += 1) {
      h = concatenate([h, denseLayer(block.at(`denselayer${layer}`), h)], 1);
    }
    if (index < counts.length - 1) h = transition(features.at(`transition${index + 1}`), h);
  } //                                                                 N×1024×S/32×S/32
  h = relu(layers.batchNorm(features.at("norm5"), h));
  return classifierHead(scope, "classifier", h, options);
};

/** Norm, ReLU, 1×1 to four times the growth; norm, ReLU, 3×3 to the growth. */
function denseLayer(scope: Scope, x: Tensor): Tensor {
  let h = relu(layers.batchNorm(scope.at("norm1"), x));
  h = layers.convolution(scope.at("conv1"), h, { filters: 4 * growth, kernel: 1, bias: false });
  h = relu(layers.batchNorm(scope.at("norm2"), h));
  return layers.convolution(scope.at("conv2"), h, { filters: growth, kernel: 3, padding: 1, bias: false });
}

/** Halves channels and size. */
function transition(scope: Scope, x: Tensor): Tensor {
  const h = relu(layers.batchNorm(scope.at("norm"), x));
  const narrow = layers.convolution(scope.at("conv"), h, { filters: (x.shape[1] ?? 0) / 2, kernel: 1, bias: false });
  return averagePool(narrow, { kernel: 2 });
}
