import type { Shape } from "../../shape.js";
import { fuse } from "./fuse.js";
import { both, type Need } from "./image.js";
import { moveElements } from "./move-elements.js";
import { isConstant } from "./operation.js";
import { operators } from "./operators/index.js";
import { type Placement, place } from "./place.js";
import { createPlanner, type PackedWeights, type Step } from "./planner.js";
import type { Computation } from "./read-graph.js";
import { type Block, denseStrides, isDense, type View } from "./view.js";

/** A tensor that the caller writes before a run, or reads after it: row-major, without gaps. */
export interface Port {
  readonly name: string;
  readonly shape: Shape;
  readonly view: View;
}

/** Everything about a run for inputs of known shapes but where its memory begins. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** What has to lie in memory before the first run. */
  readonly constants: readonly Block[];
  readonly placement: Placement;
}

/**
 * Decides how a graph is run: which kernels, on what, in which order, where in memory.
 *
 * @throws UnsupportedOperatorError for what the kernels do not compute
 */
export function planRun(read: Computation, packed: PackedWeights): Plan {
  const computation = fuse(read);
  const planner = createPlanner(needsOf(computation), packed);
  const inputs = computation.inputs.map(({ name, shape }): Port => ({ name, shape, view: planner.scratch(shape) }));
  for (const { name, shape, view } of inputs) planner.define({ name, shape }, view);
  for (const operation of computation.operations) operators[operation.operator].lower(operation, planner);
  const outputs = computation.outputs.map(({ name, operand }): Port => {
    const view = planner.view(operand);
    const dense = isDense(view) && !isConstant(operand) ? view : planner.scratch(operand.shape);
    if (dense !== view) moveElements(planner, view, dense);
    return { name, shape: operand.shape, view: { ...dense, strides: denseStrides(dense.shape) } };
  });
  const blocksOf = (ports: readonly Port[]): Block[] => ports.map(({ view }) => view.start.block);
  return {
    steps: planner.steps,
    inputs,
    outputs,
    constants: constantsOf(planner.steps),
    placement: place(planner.steps, blocksOf(inputs), blocksOf(outputs)),
  };
}

/** What the readers of each value want around it as an image. The first reader says what its border holds. */
function needsOf({ operations }: Computation): ReadonlyMap<string, Need> {
  const needs = new Map<string, Need>();
  for (const operation of operations) {
    const [x] = operation.inputs;
    const need = operators[operation.operator].need?.(operation);
    if (need === undefined || x === undefined || isConstant(x)) continue;
    needs.set(x.name, both(needs.get(x.name) ?? need, need));
  }
  return needs;
}

function constantsOf(steps: readonly Step[]): Block[] {
  const blocks = new Set<Block>();
  for (const { values } of steps) for (const value of values) if (typeof value !== "number" && value.block.known !== undefined) blocks.add(value.block);
  return [...blocks];
}
