import { sizeOf } from "../../shape.js";
import { isConstant, type Operation } from "./operation.js";

/** How many products convolutions and linear layers add up in a run. */
export function multiplications(operations: readonly Operation[]): number {
  return operations.reduce((sum, { operator, inputs, output }) => {
    const [x, weights] = inputs;
    if (x === undefined || !isConstant(weights) || !perPlace.has(operator)) return sum;
    // A transposed convolution spreads each of its inputs, the others gather each of their results.
    const places = operator === "ConvTranspose" ? sizeOf(x.shape) : sizeOf(output.shape);
    return sum + places * (operator === "Gemm" || operator === "MatMul" ? (x.shape.at(-1) ?? 1) : sizeOf(weights.shape.slice(1)));
  }, 0);
}

const perPlace: ReadonlySet<string> = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);
