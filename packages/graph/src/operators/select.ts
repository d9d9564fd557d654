import { deriveOne } from "../node.js";
import * as plain from "../primitives/elementwise.js";
import { sumToShape } from "../primitives/reduction.js";
import { asTensor, type Tensor } from "../tensor.js";

export { greater, less } from "../primitives/elementwise.js";

/** `whenTrue` where the condition holds, else `whenFalse`, broadcast. The gradient flows to whichever was taken. */
export function select(condition: Tensor, whenTrue: plain.Operand, whenFalse: plain.Operand): Tensor {
  const [a, b] = [asTensor(whenTrue), asTensor(whenFalse)];
  return deriveOne("select", [a, b], plain.select(condition, a, b), (dy, [forA, forB]) => [
    forA ? sumToShape(plain.select(condition, dy, 0), a.shape) : undefined,
    forB ? sumToShape(plain.select(condition, 0, dy), b.shape) : undefined,
  ]);
}
