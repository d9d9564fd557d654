import type { ElementType } from "../element-type.js";
import { nodeOutput } from "../node.js";
import { broadcastShapes } from "../shape.js";
import { asTensor, type Tensor } from "../tensor.js";

/** A tensor, or a number that stands for a constant scalar. */
export type Operand = Tensor | number;

function broadcasted(operator: string, left: Operand, right: Operand, type: ElementType = "float32"): Tensor {
  const a = asTensor(left);
  const b = asTensor(right);
  return nodeOutput(operator, [a, b], broadcastShapes(a.shape, b.shape, operator), { type });
}

export const add = (a: Operand, b: Operand): Tensor => broadcasted("Add", a, b);
export const subtract = (a: Operand, b: Operand): Tensor => broadcasted("Sub", a, b);
export const multiply = (a: Operand, b: Operand): Tensor => broadcasted("Mul", a, b);
export const divide = (a: Operand, b: Operand): Tensor => broadcasted("Div", a, b);
export const greater = (a: Operand, b: Operand): Tensor => broadcasted("Greater", a, b, "bool");
export const less = (a: Operand, b: Operand): Tensor => broadcasted("Less", a, b, "bool");
export const both = (a: Tensor, b: Tensor): Tensor => broadcasted("And", a, b, "bool");
export const lesser = (a: Operand, b: Operand): Tensor => broadcasted("Min", a, b);

/** Sum of several tensors of one shape. */
export function addAll(parts: readonly Tensor[]): Tensor {
  return parts.reduce((total, part) => add(total, part));
}

/** An ONNX operator of one input that keeps its shape: `Exp`, `Sqrt`, `Sigmoid`, … */
export function unary(operator: string, x: Tensor): Tensor {
  return nodeOutput(operator, [x], x.shape);
}

/** x limited to [low, high]. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  return nodeOutput("Clip", [x, asTensor(low), asTensor(high)], x.shape);
}

/** `whenTrue` where the condition holds, else `whenFalse`. */
export function select(condition: Tensor, whenTrue: Operand, whenFalse: Operand): Tensor {
  const a = asTensor(whenTrue);
  const b = asTensor(whenFalse);
  const shape = broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape, "select"), "select");
  return nodeOutput("Where", [condition, a, b], shape);
}

/** Elements converted to another type. */
export function cast(x: Tensor, type: "float32" | "int64" | "bool"): Tensor {
  return nodeOutput("Cast", [x], x.shape, { type, attributes: { to: { float32: 1, int64: 7, bool: 9 }[type] } });
}

