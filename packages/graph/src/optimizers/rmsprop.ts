import { add, divide, multiply, subtract, unary } from "../primitives/elementwise.js";
import { decayScalar, named, type Optimizer, withDecay } from "./optimizer.js";

export interface RmspropOptions {
  /** Share of the past in the mean square. */
  readonly alpha?: number | undefined;
  readonly epsilon?: number | undefined;
  readonly momentum?: number | undefined;
}

/** RMSprop (Hinton 2012) as PyTorch computes it: v ← αv + (1 − α)g²; w ← w − η·g/(√v + ε), with momentum on that quotient. */
export function rmsprop({ alpha = 0.99, epsilon = 1e-8, momentum = 0 }: RmspropOptions = {}): Optimizer {
  return {
    slots: momentum === 0 ? ["square_avg"] : ["square_avg", "momentum"],
    scalars: (_, learningRate, weightDecay) => ({ learningRate, ...decayScalar(weightDecay) }),
    update(weight, gradient, state, scalars) {
      const g = withDecay(gradient, weight, scalars);
      const v = add(multiply(named(state, "square_avg"), alpha), multiply(multiply(g, g), 1 - alpha));
      const quotient = divide(g, add(unary("Sqrt", v), epsilon));
      const direction = momentum === 0 ? quotient : add(multiply(named(state, "momentum"), momentum), quotient);
      const next = subtract(weight, multiply(direction, named(scalars, "learningRate")));
      return { weight: next, state: momentum === 0 ? { square_avg: v } : { square_avg: v, momentum: direction } };
    },
  };
}
