import * as g from "@fmpn/graph";
import * as op from "@fmpn/graph/operators";

const { batchNorm, convolution, linear } = g.layers;

/** ResNet-18 (He et al. 2016) with torchvision's parameter names. x N×3×H×W → N×classes. */
export function resNet18(scope: g.Scope, x: g.Tensor, classes: number): g.Tensor {
  let h = op.relu(batchNorm(scope.at("bn1"), convolution(scope.at("conv1"), x, { filters: 64, kernel: 7, stride: 2, padding: 3, bias: false })));
  h = op.maxPool(h, { kernel: 3, stride: 2, padding: 1 });
  for (const [stage, filters] of [64, 128, 256, 512].entries()) {
    for (let index = 0; index < 2; index += 1) {
      const block = scope.at(`layer${stage + 1}`).at(index);
      const stride = index === 0 && stage > 0 ? 2 : 1;
      let r = op.relu(batchNorm(block.at("bn1"), convolution(block.at("conv1"), h, { filters, kernel: 3, stride, padding: 1, bias: false })));
      r = batchNorm(block.at("bn2"), convolution(block.at("conv2"), r, { filters, kernel: 3, padding: 1, bias: false }));
      const shortcut =
        stride === 1 && h.shape[1] === filters
          ? h
          : batchNorm(block.at("downsample").at(1), convolution(block.at("downsample").at(0), h, { filters, kernel: 1, stride, bias: false }));
      h = op.relu(op.add(r, shortcut));
    }
  }
  return linear(scope.at("fc"), op.flatten(op.globalAveragePool(h)), { units: classes });
}
