import { fans, type Initializer, uniform } from "../initializers/initializer.js";
import { kaimingUniform } from "../initializers/kaiming.js";
import * as operators from "../operators/linear.js";
import type { Tensor } from "../tensor.js";
import { inLayer, type Scope } from "./scope.js";

export interface LinearLayerOptions {
  /** Outputs. */
  readonly units: number;
  /** Defaults to true. */
  readonly bias?: boolean | undefined;
  /** Of the weight; defaults to PyTorch's uniform ±1/√inputs. */
  readonly initializer?: Initializer | undefined;
}

/** PyTorch's `Linear`: parameters `weight` (units×inputs) and `bias` (units). x is N×inputs. */
export function linear(scope: Scope, x: Tensor, options: LinearLayerOptions): Tensor {
  return inLayer(scope, () => {
    const { units, bias = true, initializer = kaimingUniform({ slope: Math.sqrt(5) }) } = options;
    const weight = scope.parameter("weight", [units, x.shape[1] ?? 0], initializer);
    const bound = 1 / Math.sqrt(fans(weight.shape).fanIn);
    return operators.linear(x, weight, bias ? scope.parameter("bias", [units], uniform(-bound, bound)) : undefined);
  });
}
