import type { Scope, Tensor } from "@fmpn/graph";

/** A step of a network: takes the place where its parameters live and a value, gives a value. */
export type Layer = (scope: Scope, x: Tensor) => Tensor;

/** PyTorch's `Sequential`: applies the layers one after the other, the n-th one under the name n. */
export function sequential(scope: Scope, x: Tensor, stack: readonly Layer[]): Tensor {
  return stack.reduce((value, layer, index) => layer(scope.at(index), value), x);
}

/** A function without parameters, such as `relu`, as a layer. */
export function plain(apply: (x: Tensor) => Tensor): Layer {
  return (_, x) => apply(x);
}
