import { add } from "./primitives/elementwise.js";
import { formatShape, sameShape, ShapeError } from "./shape.js";
import { type Derivation, filled, type Source, type Tensor } from "./tensor.js";

/**
 * Reverse-mode differentiation as a transformation of the graph: returns ∂loss/∂t for every tensor of `wrt`,
 * as tensors of the same graph. First order only: the gradients themselves carry no derivations.
 * Only what lies between the loss and `wrt` is differentiated: a frozen parameter costs nothing.
 *
 * @param loss a scalar
 * @param wrt usually parameters; any tensors that the loss may depend on
 * @returns one gradient of equal shape for each of `wrt`; undefined where the loss does not depend on it
 * @throws ShapeError if the loss is not a scalar
 */
export function gradient(loss: Tensor, wrt: readonly Tensor[]): (Tensor | undefined)[] {
  if (loss.shape.length !== 0) {
    throw new ShapeError(`gradient: the loss must be a scalar, its shape is ${formatShape(loss.shape)}.`);
  }
  const wanted = new Set(wrt.map(({ source }) => source));
  const order = forwardOrder(loss);
  const active = new Set<Source>(wanted);
  for (const derivation of order) {
    if (derivation.inputs.some(({ source }) => active.has(source))) {
      for (const output of derivation.outputs) active.add(output);
    }
  }

  const gradients = new Map<Source, Tensor>([[loss.source, filled(1, [])]]);
  for (const derivation of order.toReversed()) {
    if (!derivation.outputs.some((output) => active.has(output))) continue;
    const outputGradients = derivation.outputs.map((output) => gradients.get(output));
    if (outputGradients.every((value) => value === undefined)) continue;
    const inputGradients = derivation.backward(
      outputGradients,
      derivation.inputs.map(({ source }) => active.has(source)),
    );
    for (const [index, target] of derivation.inputs.entries()) {
      const partial = inputGradients[index];
      if (partial === undefined || !active.has(target.source)) continue;
      if (!sameShape(partial.shape, target.shape)) {
        throw new ShapeError(
          `gradient of ${derivation.operator}: input ${index} has shape ${formatShape(target.shape)}, its gradient ${formatShape(partial.shape)}.`,
        );
      }
      const sum = gradients.get(target.source);
      gradients.set(target.source, sum === undefined ? partial : add(sum, partial));
    }
  }
  return wrt.map(({ source }) => gradients.get(source));
}

/** Every derivation below the loss, inputs before outputs. Iterative, because networks are deep. */
function forwardOrder(loss: Tensor): Derivation[] {
  const order: Derivation[] = [];
  const seen = new Set<Derivation>();
  const stack: { derivation: Derivation; next: number }[] = [];
  const visit = (tensor: Tensor): void => {
    if (tensor.derivation === undefined || seen.has(tensor.derivation)) return;
    seen.add(tensor.derivation);
    stack.push({ derivation: tensor.derivation, next: 0 });
  };
  visit(loss);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const below = top.derivation.inputs[top.next];
    if (below === undefined) {
      order.push(top.derivation);
      stack.pop();
    } else {
      top.next += 1;
      visit(below);
    }
  }
  return order;
}
