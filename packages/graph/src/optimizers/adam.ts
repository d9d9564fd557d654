import { add, divide, multiply, subtract, unary } from "../primitives/elementwise.js";
import { decayScalar, named, type Optimizer, withDecay } from "./optimizer.js";

export interface AdamOptions {
  readonly betas?: readonly [number, number] | undefined;
  readonly epsilon?: number | undefined;
}

/**
 * Adam (Kingma and Ba 2015) as PyTorch computes it: m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²;
 * w ← w − η/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε). Weight decay is added to the gradient (L2).
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adamWith(options, false);
}

/** AdamW (Loshchilov and Hutter 2019): weight decay shrinks the weight itself, w ← (1 − ηλ)w, before Adam's step. */
export function adamW(options: AdamOptions = {}): Optimizer {
  return adamWith(options, true);
}

function adamWith({ betas = [0.9, 0.999], epsilon = 1e-8 }: AdamOptions, decoupled: boolean): Optimizer {
  const [beta1, beta2] = betas;
  return {
    slots: ["exp_avg", "exp_avg_sq"],
    // With c = √(1 − β₂ᵗ): η/(1 − β₁ᵗ) · m/(√v/c + ε) = ηc/(1 − β₁ᵗ) · m/(√v + cε), one pass over the weights less.
    scalars(step, learningRate, weightDecay) {
      const correction = Math.sqrt(1 - beta2 ** step);
      const shrink = decoupled && weightDecay !== 0 ? { shrink: 1 - learningRate * weightDecay } : {};
      return {
        rate: (learningRate * correction) / (1 - beta1 ** step),
        epsilon: epsilon * correction,
        ...(decoupled ? shrink : decayScalar(weightDecay)),
      };
    },
    update(weight, gradient, state, scalars) {
      const g = withDecay(gradient, weight, scalars);
      const w = scalars.shrink ? multiply(weight, scalars.shrink) : weight;
      const m = add(multiply(named(state, "exp_avg"), beta1), multiply(g, 1 - beta1));
      const v = add(multiply(named(state, "exp_avg_sq"), beta2), multiply(multiply(g, g), 1 - beta2));
      const quotient = divide(m, add(unary("Sqrt", v), named(scalars, "epsilon")));
      const next = subtract(w, multiply(quotient, named(scalars, "rate")));
      return { weight: next, state: { exp_avg: m, exp_avg_sq: v } };
    },
  };
}
