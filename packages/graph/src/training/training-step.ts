import { compile } from "../compile.js";
import type { ElementType } from "../element-type.js";
import { gradient } from "../gradient.js";
import type { Network } from "../layers/scope.js";
import type { Optimizer } from "../optimizers/optimizer.js";
import { add, addAll, divide, lesser, multiply, unary } from "../primitives/elementwise.js";
import { reduce } from "../primitives/reduction.js";
import type { Shape } from "../shape.js";
import { input, type Target, type Tensor } from "../tensor.js";

/** Parameters that are trained alike. */
export interface ParameterGroup {
  readonly name: string;
  /** Whether a parameter belongs here, by its full name; a parameter belongs to the first group that takes it. */
  readonly includes: (parameter: string) => boolean;
  /** Factor on the learning rate of the step. */
  readonly rate?: number;
  readonly weightDecay?: number;
  /** Frozen parameters are not differentiated and stay as they are. */
  readonly frozen?: boolean;
}

export interface TrainingStepOptions {
  readonly network: Network;
  /** A scalar. */
  readonly loss: Tensor;
  readonly optimizer: Optimizer;
  /** Further values to compute in each step, e.g. predictions or parts of the loss. */
  readonly results?: Readonly<Record<string, Tensor>>;
  /** Defaults to one group of everything. */
  readonly groups?: readonly ParameterGroup[];
  /** Gradients together longer than this (L2 norm) are scaled down to it. */
  readonly clipNorm?: number;
  /** Keeps an exponential moving average of every trained parameter: average ← d·average + (1 − d)·weight. */
  readonly averageDecay?: number;
}

/** A tensor that lives from step to step. */
export interface StateEntry {
  readonly name: string;
  readonly shape: Shape;
  /** The graph's output that replaces it after a step; undefined if it never changes. */
  readonly next: string | undefined;
  /** What it starts from where the initial state does not hold it. */
  readonly start: "given" | "zero" | { readonly copyOf: string };
}

/** One step (forward, backward, optimiser) as one graph, with what a runner must feed it. Plain data: it goes to a worker. */
export interface StepProgram {
  readonly bytes: Uint8Array;
  readonly state: readonly StateEntry[];
  /** What the caller feeds each step. */
  readonly feeds: readonly { readonly name: string; readonly shape: Shape; readonly type: ElementType }[];
  readonly masks: readonly { readonly name: string; readonly shape: Shape; readonly rate: number }[];
  readonly scalars: readonly string[];
  /** Names of the results; `loss` and `gradientNorm` are always among them. */
  readonly results: readonly string[];
}

/** A training step before it is compiled for a provider. */
export interface TrainingStep {
  /** What lives from step to step: parameters, buffers, the optimiser's state, averages. */
  readonly state: readonly StateEntry[];
  compile(target: Target): StepProgram;
  /** Scalars to feed at a step counted from 1, by the graph's input names. */
  scalars(step: number, learningRate: number): Record<string, number>;
}

/**
 * Assembles forward pass, gradients, clipping, optimiser, running statistics and moving averages into one graph.
 *
 * @throws Error naming the parameter if a trainable one does not influence the loss, or belongs to no group
 */
export function trainingStep(options: TrainingStepOptions): TrainingStep {
  const { network, loss, optimizer, clipNorm, averageDecay } = options;
  const groups = options.groups ?? [{ name: "all", includes: () => true }];
  const trained = [...network.parameters].flatMap(([name, { tensor }]) => {
    const group = groups.find(({ includes }) => includes(name));
    if (group === undefined) throw new Error(`The parameter ${name} belongs to none of the groups ${groups.map((g) => g.name).join(", ")}.`);
    return group.frozen === true ? [] : [{ name, weight: tensor, group }];
  });
  if (trained.length === 0) throw new Error("Every parameter is frozen: there is nothing to train.");

  const found = gradient(loss, trained.map(({ weight }) => weight));
  const gradients = found.map((value, index) => {
    if (value === undefined) throw new Error(`The loss does not depend on ${trained[index]?.name}: freeze it or use it.`);
    return value;
  });
  const norm = unary("Sqrt", addAll(gradients.map((value) => reduce("ReduceSumSquare", value))));
  const scale = clipNorm === undefined ? undefined : lesser(divide(clipNorm, add(norm, 1e-6)), 1);

  const outputs: Record<string, Tensor> = { ...options.results, loss, gradientNorm: norm };
  const results = Object.keys(outputs);
  const state: StateEntry[] = [];
  const replace = (name: string, next: Tensor | undefined, shape: Shape, start: StateEntry["start"]): void => {
    state.push({ name, shape, next: next && `next/${name}`, start });
    if (next) outputs[`next/${name}`] = next;
  };
  const slotOf = (slot: string, parameter: string): string => `optimizer.${slot}.${parameter}`;
  const scalarOf = (scalar: string, group: ParameterGroup): string => `${scalar}.${group.name}`;

  const scalarNames = Object.keys(optimizer.scalars(1, 0, 0));
  const updated = new Set<string>();
  for (const [index, { name, weight, group }] of trained.entries()) {
    const raw = gradients[index] as Tensor;
    const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, input(slotOf(slot, name), weight.shape)]));
    const scalars = Object.fromEntries(scalarNames.map((scalar) => [scalar, input(scalarOf(scalar, group), [])]));
    const next = optimizer.update(weight, scale ? multiply(raw, scale) : raw, slots, scalars);
    replace(name, next.weight, weight.shape, "given");
    updated.add(name);
    for (const slot of optimizer.slots) replace(slotOf(slot, name), next.state[slot], weight.shape, "zero");
    if (averageDecay !== undefined) {
      const average = input(`average.${name}`, weight.shape);
      const blended = add(multiply(average, averageDecay), multiply(next.weight, 1 - averageDecay));
      replace(`average.${name}`, blended, weight.shape, { copyOf: name });
    }
  }
  for (const [name, { tensor }] of network.parameters) {
    if (!updated.has(name)) replace(name, undefined, tensor.shape, "given");
  }
  for (const [name, { tensor, next }] of network.buffers) replace(name, next, tensor.shape, "given");

  return {
    state,
    compile(target) {
      const program = compile({ outputs, target, name: "training step" });
      const used = new Map(program.inputs.map((value) => [value.name, value]));
      const masks = [...network.masks].map(([name, { tensor, rate }]) => ({ name, shape: tensor.shape, rate }));
      const scalarInputs = groups.flatMap((group) => scalarNames.map((scalar) => scalarOf(scalar, group))).filter((name) => used.has(name));
      const ours = new Set([...state.map(({ name }) => name), ...masks.map(({ name }) => name), ...scalarInputs]);
      return {
        bytes: program.bytes,
        state,
        feeds: program.inputs.filter(({ name }) => !ours.has(name)),
        masks: masks.filter(({ name }) => used.has(name)),
        scalars: scalarInputs,
        results,
      };
    },
    scalars(step, learningRate) {
      return Object.fromEntries(
        groups.flatMap((group) => {
          const values = optimizer.scalars(step, learningRate * (group.rate ?? 1), group.weightDecay ?? 0);
          return Object.entries(values).map(([scalar, value]) => [scalarOf(scalar, group), value]);
        }),
      );
    },
  };
}
