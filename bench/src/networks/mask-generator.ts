import * as g from "@fmpn/graph";

const { batchNorm, convolution, prelu, transposedConvolution } = g.layers;

/** The paper's mask generator, to be replaced by fmpn's own once it is there. */
export function maskGenerator(scope: g.Scope, x: g.Tensor, width: number): g.Tensor {
  const down = scope.at("feature_extractor");
  let h = g.relu(batchNorm(down.at(1), convolution(down.at(0), x, { filters: width, kernel: 7, padding: 3, bias: false })));
  h = g.relu(batchNorm(down.at(4), convolution(down.at(3), h, { filters: 2 * width, kernel: 4, stride: 2, padding: 1, bias: false })));
  h = g.relu(batchNorm(down.at(7), convolution(down.at(6), h, { filters: 4 * width, kernel: 4, stride: 2, padding: 1, bias: false })));
  for (let block = 0; block < 4; block += 1) {
    const at = scope.at("blocks").at(block);
    let r = convolution(at.at(0), h, { filters: 4 * width, kernel: 3, padding: 1, bias: false });
    r = prelu(at.at(2), batchNorm(at.at(1), r));
    r = convolution(at.at(3), r, { filters: 4 * width, kernel: 3, padding: 1, bias: false });
    h = g.add(h, prelu(at.at(5), batchNorm(at.at(4), r)));
  }
  const up = scope.at("up");
  h = g.relu(batchNorm(up.at(1), transposedConvolution(up.at(0), h, { filters: 2 * width, kernel: 4, stride: 2, padding: 1, bias: false })));
  h = g.relu(batchNorm(up.at(4), transposedConvolution(up.at(3), h, { filters: width, kernel: 4, stride: 2, padding: 1, bias: false })));
  return g.sigmoid(convolution(up.at(6), h, { filters: 1, kernel: 7, padding: 3 }));
}
