import { constantValue } from "../initializers/initializer.js";
import * as operators from "../operators/prelu.js";
import type { Tensor } from "../tensor.js";
import { inLayer, type Scope } from "./scope.js";

/** PyTorch's `PReLU`: parameter `weight`, one slope (the default) or one a channel, starting at 0.25. */
export function prelu(scope: Scope, x: Tensor, { slopes = 1 }: { readonly slopes?: number } = {}): Tensor {
  return inLayer(scope, () => operators.prelu(x, scope.parameter("weight", [slopes], constantValue(0.25))));
}
