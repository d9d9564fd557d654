import { fans, type Initializer, normal, uniform } from "./initializer.js";

export interface KaimingOptions {
  /** Negative slope of the rectifier that follows; 0 for ReLU. */
  readonly slope?: number | undefined;
  readonly mode?: "fanIn" | "fanOut" | undefined;
}

/** Normal with deviation √(2/(1 + slope²)/fan) (He et al. 2015). */
export function kaimingNormal({ slope = 0, mode = "fanIn" }: KaimingOptions = {}): Initializer {
  return (shape, random) => normal(0, Math.sqrt(2 / (1 + slope ** 2) / fans(shape)[mode]))(shape, random);
}

/** Uniform with the same deviation. With slope √5 it is PyTorch's default for convolutions: ±1/√fanIn. */
export function kaimingUniform({ slope = 0, mode = "fanIn" }: KaimingOptions = {}): Initializer {
  return (shape, random) => {
    const bound = Math.sqrt(6 / (1 + slope ** 2) / fans(shape)[mode]);
    return uniform(-bound, bound)(shape, random);
  };
}
