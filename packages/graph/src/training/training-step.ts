import { compile } from "../compile.js";
import type { ElementType } from "../element-type.js";
import { gradient } from "../gradient.js";
import type { Network } from "../layers/scope.js";
import type { Optimizer } from "../optimizers/optimizer.js";
import { add, divide, lesser, multiply, subtract } from "../primitives/elementwise.js";
import { type Shape, sizeOf } from "../shape.js";
import { input, type Target, type Tensor } from "../tensor.js";
import { join, type Member, sharpened, split, totalLength } from "./parameter-vectors.js";

/** Parameters that are trained alike. */
export interface ParameterGroup {
  readonly name: string;
  /** Whether a parameter belongs here, by its full name; a parameter belongs to the first group that takes it. */
  readonly includes: (parameter: string) => boolean;
  /** Factor on the learning rate of the step. */
  readonly rate?: number | undefined;
  readonly weightDecay?: number | undefined;
  /** Frozen parameters are not differentiated and stay as they are. */
  readonly frozen?: boolean | undefined;
}

export interface TrainingStepOptions {
  readonly network: Network;
  /** A scalar. */
  readonly loss: Tensor;
  readonly optimizer: Optimizer;
  /** Further values to compute in each step, e.g. predictions or parts of the loss. */
  readonly results?: Readonly<Record<string, Tensor>> | undefined;
  /** Defaults to one group of everything. */
  readonly groups?: readonly ParameterGroup[] | undefined;
  /** Gradients together longer than this (L2 norm) are scaled down to it. */
  readonly clipNorm?: number | undefined;
  /**
   * Keeps an exponential moving average of every trained parameter and of the running statistics, which the averaged weights
   * want of their own: average ← d·average + (1 − d)·value. At step t, d is at most (1 + t)/(10 + t): the random start is soon
   * forgotten, and the averages of a run's first epochs can be judged, too.
   */
  readonly averageDecay?: number | undefined;
  /**
   * ρ of the sharpness-aware step (Foret et al. 2021): the optimiser gets the gradient at w + ρ·g/‖g‖, the worst weights within
   * that distance, instead of g, the one at w. Dropout drops the same values at both; running statistics come from w. A step
   * takes twice the time.
   */
  readonly sharpness?: number | undefined;
}

/**
 * A vector that lives from step to step, made of one or more named tensors laid end to end. A network's hundreds of
 * parameters travel as one vector a group: an optimiser is then a dozen nodes instead of a dozen for each parameter.
 */
export interface StateEntry {
  /** The graph's input. */
  readonly input: string;
  /** The graph's output that replaces it after a step; undefined if it never changes. */
  readonly next: string | undefined;
  readonly shape: Shape;
  readonly parts: readonly StatePart[];
}

export interface StatePart {
  readonly name: string;
  readonly shape: Shape;
  /** What it starts from where the initial state does not hold it: nothing (an error), zeros, or another tensor. */
  readonly otherwise: "missing" | "zeros" | { readonly copyOf: string };
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
  readonly state: readonly StatePart[];
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
  const { network, loss, optimizer, clipNorm, averageDecay, sharpness } = options;
  const groups = options.groups ?? [{ name: "all", includes: () => true }];
  const members = groupMembers(network, groups);
  const trained = groups.flatMap((group) => (group.frozen === true ? [] : (members.get(group) ?? [])));
  if (trained.length === 0) throw new Error("Every parameter is frozen: there is nothing to train.");
  const gradients = gradientsOf(loss, trained);

  const outputs: Record<string, Tensor> = { ...options.results, loss };
  const state: StateEntry[] = [];
  const bindings = new Map<string, Tensor>();
  const keep = (vector: Tensor, parts: readonly StatePart[], next: Tensor | undefined): void => {
    const name = inputName(vector);
    state.push({ input: name, next: next && `next/${name}`, shape: vector.shape, parts });
    if (next) outputs[`next/${name}`] = next;
  };

  const decay = input(averageDecayName, []);
  const keepAverage = (name: string, next: Tensor, parts: readonly StatePart[]): void => {
    if (averageDecay === undefined) return;
    const average = input(`average/${name}`, next.shape);
    keep(average, parts, add(next, multiply(subtract(average, next), decay)));
  };

  // Each group's parameters, gradients and optimiser state as one vector each.
  const active = groups.filter((group) => group.frozen !== true && (members.get(group)?.length ?? 0) > 0);
  const plain = active.map((group) => {
    const parameters = members.get(group) ?? [];
    const vector = input(`parameters/${group.name}`, [parameters.reduce((total, { tensor }) => total + sizeOf(tensor.shape), 0)]);
    for (const [name, part] of split(vector, parameters)) bindings.set(name, part);
    return { group, parameters, vector, gradient: join(parameters.map(({ name }) => gradients.get(name) as Tensor)) };
  });
  const vectors = sharpness === undefined ? plain : sharpened(plain, sharpness);
  const norm = totalLength(vectors);
  outputs.gradientNorm = norm;
  const scale = clipNorm === undefined ? undefined : lesser(divide(clipNorm, add(norm, 1e-6)), 1);
  const scalarNames = (group: ParameterGroup): string[] => Object.keys(optimizer.scalars(1, 0, group.weightDecay ?? 0));
  for (const { group, parameters, vector, gradient: raw } of vectors) {
    const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, input(`optimizer.${slot}/${group.name}`, vector.shape)]));
    const scalars = Object.fromEntries(scalarNames(group).map((scalar) => [scalar, input(scalarName(scalar, group), [])]));
    const next = optimizer.update(vector, scale ? multiply(raw, scale) : raw, slots, scalars);
    const parts = (prefix: string, otherwise: (name: string) => StatePart["otherwise"]): StatePart[] =>
      parameters.map(({ name, tensor }) => ({ name: `${prefix}${name}`, shape: tensor.shape, otherwise: otherwise(name) }));
    keep(vector, parts("", () => "missing"), next.weight);
    for (const slot of optimizer.slots) keep(slots[slot] as Tensor, parts(`optimizer.${slot}.`, () => "zeros"), next.state[slot]);
    keepAverage(group.name, next.weight, parts("average.", (name) => ({ copyOf: name })));
  }
  for (const group of groups.filter(({ frozen }) => frozen === true)) {
    for (const { name, tensor } of members.get(group) ?? []) keep(tensor, [{ name, shape: tensor.shape, otherwise: "missing" }], undefined);
  }
  const buffers = [...network.buffers].map(([name, buffer]) => ({ name, ...buffer }));
  if (buffers.length > 0) {
    const vector = input("buffers", [buffers.reduce((total, { tensor }) => total + sizeOf(tensor.shape), 0)]);
    for (const [name, part] of split(vector, buffers)) bindings.set(name, part);
    const parts = buffers.map(({ name, tensor }) => ({ name, shape: tensor.shape, otherwise: "missing" as const }));
    const next = buffers.some((buffer) => buffer.next) ? join(buffers.map((buffer) => buffer.next ?? buffer.tensor)) : undefined;
    keep(vector, parts, next);
    if (next) keepAverage("buffers", next, parts.map(({ name, shape }) => ({ name: `average.${name}`, shape, otherwise: { copyOf: name } })));
  }

  return {
    state: state.flatMap(({ parts }) => parts),
    compile(target) {
      const program = compile({ outputs, target, bindings, name: "training step" });
      const used = new Set(program.inputs.map(({ name }) => name));
      const masks = [...network.masks].map(([name, { tensor, rate }]) => ({ name, shape: tensor.shape, rate }));
      const ofGroups = active.flatMap((group) => scalarNames(group).map((scalar) => scalarName(scalar, group)));
      const scalars = [...ofGroups, averageDecayName].filter((name) => used.has(name));
      const ours = new Set([...state.map((entry) => entry.input), ...masks.map(({ name }) => name), ...scalars]);
      return {
        bytes: program.bytes,
        state,
        feeds: program.inputs.filter(({ name }) => !ours.has(name)),
        masks: masks.filter(({ name }) => used.has(name)),
        scalars,
        results: Object.keys(outputs).filter((name) => !name.startsWith("next/")),
      };
    },
    scalars(step, learningRate) {
      const ofGroups = active.flatMap((group) => {
        const values = optimizer.scalars(step, learningRate * (group.rate ?? 1), group.weightDecay ?? 0);
        return Object.entries(values).map(([scalar, value]) => [scalarName(scalar, group), value]);
      });
      const ofAverage = averageDecay === undefined ? {} : { [averageDecayName]: Math.min(averageDecay, (1 + step) / (10 + step)) };
      return { ...Object.fromEntries(ofGroups), ...ofAverage };
    },
  };
}

const averageDecayName = "averageDecay";
const scalarName = (scalar: string, group: ParameterGroup): string => `${scalar}/${group.name}`;

function inputName({ source }: Tensor): string {
  return source.kind === "input" ? source.name : "";
}

/** The parameters of each group. */
function groupMembers(network: Network, groups: readonly ParameterGroup[]): Map<ParameterGroup, Member[]> {
  const members = new Map<ParameterGroup, Member[]>(groups.map((group) => [group, []]));
  for (const [name, { tensor }] of network.parameters) {
    const group = groups.find(({ includes }) => includes(name));
    if (group === undefined) throw new Error(`The parameter ${name} belongs to none of the groups ${groups.map((g) => g.name).join(", ")}.`);
    members.get(group)?.push({ name, tensor });
  }
  return members;
}

function gradientsOf(loss: Tensor, trained: readonly Member[]): Map<string, Tensor> {
  const found = gradient(loss, trained.map(({ tensor }) => tensor));
  return new Map(
    trained.map(({ name }, index) => {
      const value = found[index];
      if (value === undefined) throw new Error(`The loss does not depend on ${name}: freeze it or use it.`);
      return [name, value];
    }),
  );
}
