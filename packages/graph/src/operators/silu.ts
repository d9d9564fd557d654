import { deriveOne } from "../node.js";
import { add, clip, greater, less, multiply, select, subtract, unary } from "../primitives/elementwise.js";
import type { Tensor } from "../tensor.js";

/** x·σ(x), also called swish. ∂x = dy·(σ + y·(1 − σ)). */
export function silu(x: Tensor): Tensor {
  const gate = unary("Sigmoid", x);
  const y = multiply(x, gate);
  return deriveOne("silu", [x], y, (dy) => [multiply(dy, add(gate, multiply(y, subtract(1, gate))))]);
}

/** x·min(max(x + 3, 0), 6)/6, MobileNetV3's cheap swish. ∂x = 0 below −3, dy above 3, dy·(x/3 + ½) between. */
export function hardSwish(x: Tensor): Tensor {
  const y = multiply(x, multiply(clip(add(x, 3), 0, 6), 1 / 6));
  return deriveOne("hardSwish", [x], y, (dy) => {
    const between = multiply(dy, add(multiply(x, 1 / 3), 0.5));
    return [select(less(x, -3), 0, select(greater(x, 3), dy, between))];
  });
}
