import { deriveOne } from "../node.js";
import * as plain from "../primitives/layout.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** The same elements in row-major order under another shape; one size may be −1 and is worked out. ∂x = dy reshaped back. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  return deriveOne("reshape", [x], plain.reshape(x, shape), (dy) => [plain.reshape(dy, x.shape)]);
}

/** All axes but the first in one: N×C×H×W becomes N×(C·H·W), as PyTorch's `flatten(1)`. */
export function flatten(x: Tensor): Tensor {
  return reshape(x, [x.shape[0] ?? 1, -1]);
}
