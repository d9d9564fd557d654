import { deriveOne, nodeOutput } from "../node.js";
import { greater, multiply, select } from "../primitives/elementwise.js";
import type { Tensor } from "../tensor.js";

/** x where x > 0, else slope·x, with a fixed slope. ∂x = dy or slope·dy. */
export function leakyRelu(x: Tensor, slope = 0.01): Tensor {
  const y = nodeOutput("LeakyRelu", [x], x.shape, { attributes: { alpha: { float: slope } } });
  return deriveOne("leakyRelu", [x], y, (dy) => [select(greater(x, 0), dy, multiply(dy, slope))]);
}
