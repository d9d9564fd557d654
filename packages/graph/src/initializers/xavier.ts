import { fans, type Initializer, normal, uniform } from "./initializer.js";

/** Normal with deviation gain·√(2/(fanIn + fanOut)) (Glorot and Bengio 2010). */
export function xavierNormal(gain = 1): Initializer {
  return (shape, random) => normal(0, gain * Math.sqrt(2 / sum(shape)))(shape, random);
}

/** Uniform within ±gain·√(6/(fanIn + fanOut)). */
export function xavierUniform(gain = 1): Initializer {
  return (shape, random) => {
    const bound = gain * Math.sqrt(6 / sum(shape));
    return uniform(-bound, bound)(shape, random);
  };
}

function sum(shape: readonly number[]): number {
  const { fanIn, fanOut } = fans(shape);
  return fanIn + fanOut;
}
