import { add, divide, multiply, subtract, unary } from "../primitives/elementwise.js";
import { named, type Optimizer } from "./optimizer.js";

export interface AdamOptions {
  readonly betas?: readonly [number, number];
  readonly epsilon?: number;
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
    scalars: (step, learningRate, weightDecay) => ({
      rate: learningRate / (1 - beta1 ** step),
      rootScale: 1 / Math.sqrt(1 - beta2 ** step),
      decay: decoupled ? 1 - learningRate * weightDecay : weightDecay,
    }),
    update(weight, gradient, state, scalars) {
      const decay = named(scalars, "decay");
      const g = decoupled ? gradient : add(gradient, multiply(weight, decay));
      const w = decoupled ? multiply(weight, decay) : weight;
      const m = add(multiply(named(state, "exp_avg"), beta1), multiply(g, 1 - beta1));
      const v = add(multiply(named(state, "exp_avg_sq"), beta2), multiply(multiply(g, g), 1 - beta2));
      const denominator = add(multiply(unary("Sqrt", v), named(scalars, "rootScale")), epsilon);
      const next = subtract(w, multiply(divide(m, denominator), named(scalars, "rate")));
      return { weight: next, state: { exp_avg: m, exp_avg_sq: v } };
    },
  };
}
