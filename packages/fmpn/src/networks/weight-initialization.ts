import type { Scope } from "@fmpn/graph";
import { type Initializer, kaimingNormal, normal, ones, orthogonal, xavierNormal, zeros } from "@fmpn/graph/initializers";

/** The first values of a network's weights, as in the authors' options. */
export interface WeightInitialization {
  /**
   * Of convolutions and linear layers: normal with deviation `gain`; xavier (normal) or orthogonal scaled by it; kaiming
   * (normal, by inputs), which has no gain.
   */
  readonly scheme: "normal" | "xavier" | "kaiming" | "orthogonal";
  /** Scales of batch norms are drawn from N(1, gain) too. The authors: 0.02. */
  readonly gain: number;
}

/** What the paper's networks start from. */
export const paperInitialization: WeightInitialization = { scheme: "xavier", gain: 0.02 };

/**
 * The scope with other first values, whatever the layers in it ask for: weights by the scheme, biases and shifts 0, scales
 * of batch norms N(1, gain). Slopes of PReLUs keep their own, and what a layer starts at 0 stays there.
 */
export function initialized(scope: Scope, initialization: WeightInitialization): Scope {
  const weights = weightInitializer(initialization);
  const scales = normal(1, initialization.gain);
  const choose = (name: string, rank: number, own: Initializer): Initializer => {
    if (own === zeros || name === "bias") return zeros;
    if (rank > 1) return weights;
    return own === ones ? scales : own;
  };
  const wrap = (inner: Scope): Scope => ({
    ...inner,
    at: (name) => wrap(inner.at(name)),
    parameter: (name, shape, own) => inner.parameter(name, shape, choose(name, shape.length, own)),
  });
  return wrap(scope);
}

function weightInitializer({ scheme, gain }: WeightInitialization): Initializer {
  switch (scheme) {
    case "normal":
      return normal(0, gain);
    case "xavier":
      return xavierNormal(gain);
    case "kaiming":
      return kaimingNormal();
    case "orthogonal":
      return orthogonal(gain);
  }
}
