import { deriveOne } from "../node.js";
import { multiply, subtract } from "../primitives/elementwise.js";
import { mean } from "../primitives/reduction.js";
import { formatShape, sameShape, ShapeError, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** mean (prediction − target)², a scalar. ∂prediction = 2(prediction − target)/count; the target is a constant. */
export function meanSquaredError(prediction: Tensor, target: Tensor): Tensor {
  if (!sameShape(prediction.shape, target.shape)) {
    throw new ShapeError(`mean squared error: prediction ${formatShape(prediction.shape)} and target ${formatShape(target.shape)} differ in shape.`);
  }
  const difference = subtract(prediction, target);
  return deriveOne("meanSquaredError", [prediction], mean(multiply(difference, difference)), (dy) => [
    multiply(difference, multiply(dy, 2 / sizeOf(prediction.shape))),
  ]);
}
