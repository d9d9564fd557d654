import { layers, type Scope, type Tensor } from "@fmpn/graph";
import { zeros } from "@fmpn/graph/initializers";
import { add, multiply, reshape, resize, subtract } from "@fmpn/graph/operators";
import { type Backbone, classifierHead } from "./backbone.js";

/**
 * The channels at the start and inside of the bottlenecks. The authors' network has 64 at its start, 128 in `conv_23` and
 * `conv_3`, 256 in `conv_34`, `conv_4` and `conv_5`, and 512 in `conv_45`; in the weights that the compact preset starts from, four
 * channels of ten are dead (all their weights 0 or next to it). Here are those that live, rounded to blocks of 16, which ONNX
 * Runtime computes in. Weights of the authors' own widths do not fit.
 */
const widths = {
  conv1: 32,
  conv_23: 128,
  conv_3: [112, 112, 112, 96],
  conv_34: 256,
  conv_4: [144, 112, 96, 96, 112, 112],
  conv_45: 464,
  conv_5: [144, 112],
} as const;

/**
 * MobileFaceNet (Chen et al. 2018): inverted bottlenecks with PReLU, made for telling faces apart on phones. The compact
 * preset's classifier, because its weights can be had from networks that have learned millions of faces: they know of eyes
 * and mouths what no set of expressions is large enough to teach. Names are those of InsightFace's PyTorch port. In place
 * of its embedding (a 7×7 convolution for the one size 112) stands the mean over places, which takes every size.
 *
 * A mask weighs the features at a quarter of the size: h·(1 + a·mask), with a strength `a` learned for each channel. It
 * starts at 0, so that trained weights see at first what they have learned from (after Wang et al. 2017, residual
 * attention).
 *
 * @param x N×3×S×S in [0, 1]; S ≥ 32
 */
export const mobileFaceNet: Backbone = (scope, x, options) => {
  const signed = subtract(multiply(x, 2), 1);
  let h = unit(scope.at("conv1"), signed, { filters: widths.conv1, kernel: 3, stride: 2 }); //          N×32×S/2×S/2
  h = unit(scope.at("conv2_dw"), h, { filters: widths.conv1, kernel: 3, groups: widths.conv1 });
  h = bottleneck(scope.at("conv_23"), h, 64, widths.conv_23, 2); //                                    N×64×S/4×S/4
  if (options.mask !== undefined) h = attend(scope.at("attention"), h, options.mask);
  h = residuals(scope.at("conv_3"), h, widths.conv_3);
  h = bottleneck(scope.at("conv_34"), h, 128, widths.conv_34, 2); //                                   N×128×S/8×S/8
  h = residuals(scope.at("conv_4"), h, widths.conv_4);
  h = bottleneck(scope.at("conv_45"), h, 128, widths.conv_45, 2); //                                   N×128×S/16×S/16
  h = residuals(scope.at("conv_5"), h, widths.conv_5);
  h = unit(scope.at("conv_6_sep"), h, { filters: 512, kernel: 1 }); //                                 N×512×S/16×S/16
  return classifierHead(scope, "fc", h, options);
};

interface Shape {
  readonly filters: number;
  readonly kernel: 1 | 3;
  readonly stride?: number | undefined;
  readonly groups?: number | undefined;
}

/** Convolution and batch norm. */
function linear(scope: Scope, x: Tensor, shape: Shape): Tensor {
  return layers.batchNorm(scope.at("bn"), layers.convolution(scope.at("conv"), x, { ...shape, padding: (shape.kernel - 1) / 2, bias: false }));
}

function unit(scope: Scope, x: Tensor, shape: Shape): Tensor {
  return layers.prelu(scope.at("prelu"), linear(scope, x, shape), { slopes: shape.filters });
}

/** 1×1 to `width` channels, 3×3 on each of them, 1×1 back to few, the last without an activation (Sandler et al. 2018). */
function bottleneck(scope: Scope, x: Tensor, filters: number, width: number, stride: number): Tensor {
  let h = unit(scope.at("conv"), x, { filters: width, kernel: 1 });
  h = unit(scope.at("conv_dw"), h, { filters: width, kernel: 3, stride, groups: width });
  return linear(scope.at("project"), h, { filters, kernel: 1 });
}

function residuals(scope: Scope, x: Tensor, widths: readonly number[]): Tensor {
  const model = scope.at("model");
  return widths.reduce((h: Tensor, width, index) => add(h, bottleneck(model.at(index), h, h.shape[1] ?? 0, width, 1)), x);
}

function attend(scope: Scope, x: Tensor, mask: Tensor): Tensor {
  const [, channels = 0, rows = 0, columns = 0] = x.shape;
  const strength = reshape(scope.parameter("strength", [channels], zeros), [1, channels, 1, 1]);
  return multiply(x, add(multiply(strength, resize(mask, [rows, columns])), 1));
}
