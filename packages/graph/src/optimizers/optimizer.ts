import { add, multiply } from "../primitives/elementwise.js";
import type { Tensor } from "../tensor.js";

/** Named tensors of one parameter: the state an optimiser keeps for it, or the scalars it is given. */
export type Tensors = Readonly<Record<string, Tensor>>;

/**
 * A rule that moves a weight against its gradient, as a few nodes of the graph. What changes from step to step (the
 * learning rate, bias corrections) is worked out in double precision on the host and fed as scalars: nothing is recompiled.
 */
export interface Optimizer {
  /** State kept for every parameter, starting at zero. */
  readonly slots: readonly string[];
  /**
   * The scalars of a step; `weightDecay` is among them only where it is not 0, so that it costs nothing where it is.
   * @param step counted from 1
   */
  readonly scalars: (step: number, learningRate: number, weightDecay: number) => Readonly<Record<string, number>>;
  readonly update: (weight: Tensor, gradient: Tensor, state: Tensors, scalars: Tensors) => { readonly weight: Tensor; readonly state: Tensors };
}

/** The scalar that a rule is given where weights decay. */
export function decayScalar(weightDecay: number): Readonly<Record<string, number>> {
  return weightDecay === 0 ? {} : { weightDecay };
}

/** g + λw: weight decay as part of the gradient (L2). */
export function withDecay(gradient: Tensor, weight: Tensor, { weightDecay }: Tensors): Tensor {
  return weightDecay === undefined ? gradient : add(gradient, multiply(weight, weightDecay));
}

/** The tensor of that name; an optimiser is always given the slots and scalars it declared. */
export function named(tensors: Tensors, name: string): Tensor {
  const found = tensors[name];
  if (found === undefined) throw new Error(`The optimiser was not given "${name}".`);
  return found;
}
