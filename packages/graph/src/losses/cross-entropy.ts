import { deriveOne, nodeOutput } from "../node.js";
import { add, divide, multiply, subtract, unary } from "../primitives/elementwise.js";
import { sum } from "../primitives/reduction.js";
import { formatShape, sameShape, ShapeError } from "../shape.js";
import { constant, type Tensor } from "../tensor.js";

export interface CrossEntropyOptions {
  /** One weight a class, multiplied onto that class's share of the loss. */
  readonly classWeights?: readonly number[] | undefined;
  /** ε in 0…1: the target becomes (1 − ε)·target + ε/K. */
  readonly labelSmoothing?: number | undefined;
}

/**
 * Cross-entropy of logits against a target distribution, a scalar:
 * L = Σₙₖ wₖ·qₙₖ·(−log softmax(z)ₙₖ) / Σₙₖ wₖ·tₙₖ, with q the smoothed target.
 * For one-hot targets that is PyTorch's `cross_entropy(weight, label_smoothing)`; soft targets serve mixup and distillation.
 * ∂z = (softmax(z)·Σₖwq − wq)/norm.
 *
 * @param logits N×K
 * @param targets N×K, each row a distribution; see `oneHot` for labels
 */
export function crossEntropy(logits: Tensor, targets: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { classWeights, labelSmoothing = 0 } = options;
  const [, classes = 0] = logits.shape;
  if (logits.shape.length !== 2 || !sameShape(logits.shape, targets.shape)) {
    throw new ShapeError(`cross-entropy: logits ${formatShape(logits.shape)} and targets ${formatShape(targets.shape)} must both be N×K.`);
  }
  if (classWeights !== undefined && classWeights.length !== classes) {
    throw new ShapeError(`cross-entropy: ${classWeights.length} class weights for ${classes} classes.`);
  }
  const weigh = (t: Tensor): Tensor =>
    classWeights === undefined ? t : multiply(t, constant(Float32Array.from(classWeights), [classes]));
  const norm = sum(weigh(targets));
  const smoothed = labelSmoothing === 0 ? targets : add(multiply(targets, 1 - labelSmoothing), labelSmoothing / classes);
  const weighted = weigh(smoothed);
  const logProbabilities = nodeOutput("LogSoftmax", [logits], logits.shape, { attributes: { axis: 1 } });
  const loss = unary("Neg", divide(sum(multiply(weighted, logProbabilities)), norm));
  return deriveOne("crossEntropy", [logits], loss, (dy) => {
    const mass = sum(weighted, { axes: [1], keep: true });
    const difference = subtract(multiply(unary("Exp", logProbabilities), mass), weighted);
    return [multiply(difference, divide(dy, norm))];
  });
}

/** Labels as rows of a target distribution: N×K with a single 1 each. Throws a RangeError for a label outside 0…K−1. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  const targets = new Float32Array(labels.length * classes);
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? -1;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`oneHot: label ${label} at ${row} is not one of the ${classes} classes 0…${classes - 1}.`);
    }
    targets[row * classes + label] = 1;
  }
  return targets;
}
