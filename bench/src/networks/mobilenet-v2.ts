import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";

const { batchNorm, convolution, linear } = g.layers;

/** Expansion, channels, repeats and stride of each stage (Sandler et al. 2018, table 2). */
const stages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** MobileNetV2 of width 1.0 with torchvision's parameter names, without dropout. x N×3×H×W → N×classes. */
export function mobileNetV2(scope: g.Scope, x: g.Tensor, classes: number): g.Tensor {
  const features = scope.at("features");
  const unit = (at: g.Scope, h: g.Tensor, filters: number, kernel: number, stride = 1, groups = 1): g.Tensor =>
    op.relu6(batchNorm(at.at(1), convolution(at.at(0), h, { filters, kernel, stride, padding: (kernel - 1) / 2, groups, bias: false })));
  let h = unit(features.at(0), x, 32, 3, 2);
  let index = 1;
  for (const [expansion, channels, repeats, firstStride] of stages) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const conv = features.at(index).at("conv");
      const stride = repeat === 0 ? firstStride : 1;
      const inner = (h.shape[1] ?? 0) * expansion;
      const start = h;
      let at = 0;
      if (expansion !== 1) h = unit(conv.at(at++), h, inner, 1);
      h = unit(conv.at(at++), h, inner, 3, stride, inner);
      h = batchNorm(conv.at(at + 1), convolution(conv.at(at), h, { filters: channels, kernel: 1, bias: false }));
      if (stride === 1 && start.shape[1] === channels) h = op.add(start, h);
      index += 1;
    }
  }
  h = unit(features.at(index), h, 1280, 1);
  return linear(scope.at("classifier").at(1), op.flatten(op.globalAveragePool(h)), { units: classes });
}
