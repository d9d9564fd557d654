import { deriveOne } from "../node.js";
import * as plain from "../primitives/elementwise.js";
import { sumToShape } from "../primitives/reduction.js";
import { asTensor, type Tensor } from "../tensor.js";

type Operand = plain.Operand;

/** a + b, broadcast. ∂a = dy, ∂b = dy, each summed over the axes it was broadcast along. */
export function add(left: Operand, right: Operand): Tensor {
  const [a, b] = [asTensor(left), asTensor(right)];
  return deriveOne("add", [a, b], plain.add(a, b), (dy, [forA, forB]) => [
    forA ? sumToShape(dy, a.shape) : undefined,
    forB ? sumToShape(dy, b.shape) : undefined,
  ]);
}

/** a − b, broadcast. ∂a = dy, ∂b = −dy. */
export function subtract(left: Operand, right: Operand): Tensor {
  const [a, b] = [asTensor(left), asTensor(right)];
  return deriveOne("subtract", [a, b], plain.subtract(a, b), (dy, [forA, forB]) => [
    forA ? sumToShape(dy, a.shape) : undefined,
    forB ? plain.unary("Neg", sumToShape(dy, b.shape)) : undefined,
  ]);
}

/** a · b, broadcast. ∂a = dy·b, ∂b = dy·a. */
export function multiply(left: Operand, right: Operand): Tensor {
  const [a, b] = [asTensor(left), asTensor(right)];
  return deriveOne("multiply", [a, b], plain.multiply(a, b), (dy, [forA, forB]) => [
    forA ? sumToShape(plain.multiply(dy, b), a.shape) : undefined,
    forB ? sumToShape(plain.multiply(dy, a), b.shape) : undefined,
  ]);
}

/** a / b, broadcast. ∂a = dy/b, ∂b = −dy·y/b. */
export function divide(left: Operand, right: Operand): Tensor {
  const [a, b] = [asTensor(left), asTensor(right)];
  const y = plain.divide(a, b);
  return deriveOne("divide", [a, b], y, (dy, [forA, forB]) => {
    const scaled = plain.divide(dy, b);
    return [
      forA ? sumToShape(scaled, a.shape) : undefined,
      forB ? plain.unary("Neg", sumToShape(plain.multiply(scaled, y), b.shape)) : undefined,
    ];
  });
}
