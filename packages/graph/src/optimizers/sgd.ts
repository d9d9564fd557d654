import { add, multiply, subtract } from "../primitives/elementwise.js";
import { decayScalar, named, type Optimizer, withDecay } from "./optimizer.js";

export interface SgdOptions {
  readonly momentum?: number | undefined;
  readonly nesterov?: boolean | undefined;
}

/**
 * Stochastic gradient descent as PyTorch's `SGD`: g ← g + λw; v ← μv + g; w ← w − η·v, or w − η·(g + μv) with Nesterov.
 */
export function sgd({ momentum = 0, nesterov = false }: SgdOptions = {}): Optimizer {
  return {
    slots: momentum === 0 ? [] : ["momentum"],
    scalars: (_, learningRate, weightDecay) => ({ learningRate, ...decayScalar(weightDecay) }),
    update(weight, gradient, state, scalars) {
      const decayed = withDecay(gradient, weight, scalars);
      const move = (direction: typeof weight) => subtract(weight, multiply(direction, named(scalars, "learningRate")));
      if (momentum === 0) return { weight: move(decayed), state: {} };
      const velocity = add(multiply(named(state, "momentum"), momentum), decayed);
      return { weight: move(nesterov ? add(decayed, multiply(velocity, momentum)) : velocity), state: { momentum: velocity } };
    },
  };
}
