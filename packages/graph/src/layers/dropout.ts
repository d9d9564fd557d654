import * as operators from "../operators/dropout.js";
import type { Tensor } from "../tensor.js";
import { inLayer, type Scope } from "./scope.js";

/** PyTorch's `Dropout`: drops values with probability `rate` in training, does nothing otherwise. */
export function dropout(scope: Scope, x: Tensor, rate: number): Tensor {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`layer ${scope.path}: the dropout rate ${rate} is not in [0, 1).`);
  return !scope.training || rate === 0 ? x : inLayer(scope, () => operators.dropout(x, scope.mask(x.shape, rate)));
}
