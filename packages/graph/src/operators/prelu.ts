import { deriveOne, nodeOutput } from "../node.js";
import { greater, lesser, multiply, select } from "../primitives/elementwise.js";
import { reshape } from "../primitives/layout.js";
import { sum } from "../primitives/reduction.js";
import { formatShape, ShapeError } from "../shape.js";
import type { Tensor } from "../tensor.js";

/**
 * x where x > 0, else slope·x, with a learned slope. ∂x = dy or slope·dy; ∂slope = Σ dy·min(x, 0).
 *
 * @param x N×C×…
 * @param slope one for all channels (shape 1) or one a channel (shape C)
 */
export function prelu(x: Tensor, slope: Tensor): Tensor {
  const [count = 0] = slope.shape;
  if (slope.shape.length !== 1 || (count !== 1 && count !== x.shape[1])) {
    throw new ShapeError(`prelu: slopes of shape ${formatShape(slope.shape)} are neither one nor one for each channel of ${formatShape(x.shape)}.`);
  }
  const spread = reshape(slope, [count, ...x.shape.slice(2).map(() => 1)]);
  const y = nodeOutput("PRelu", [x, spread], x.shape);
  const axes = x.shape.flatMap((_, axis) => (axis === 1 && count !== 1 ? [] : [axis]));
  return deriveOne("prelu", [x, slope], y, (dy, [forX, forSlope]) => [
    forX ? select(greater(x, 0), dy, multiply(dy, spread)) : undefined,
    forSlope ? reshape(sum(multiply(dy, lesser(x, 0)), { axes }), slope.shape) : undefined,
  ]);
}
