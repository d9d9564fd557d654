import { type Shape, sizeOf } from "../../shape.js";
import { integers } from "./attributes.js";
import type { Operation } from "./operation.js";
import { isConstant } from "./operation.js";

/** How much a graph may take, for one whose origin is unknown. */
export interface RunLimits {
  /** Numbers in all tensors that are made while it is read, and again in all that a run computes. */
  readonly values: number;
  /** Products, and what else is done for each number, in a run. */
  readonly products: number;
}

/** Raised for a graph that would take more than it may; nothing of it has been computed. */
export class OversizedGraphError extends Error {
  override readonly name = "OversizedGraphError";
}

/** Watches over what is read of a graph and what is planned of it. Who trusts a graph has none, and does not load this file. */
export interface RunGuard {
  /** Begins to count the numbers that are made while a graph is read. @throws OversizedGraphError once they are too many */
  count(): (values: number) => void;
  /** @throws OversizedGraphError naming the node at which a run would take more than it may */
  check(operations: readonly Operation[]): void;
}

/** A guard that holds a graph to limits. */
export function guardRun(limits: RunLimits): RunGuard {
  return { count: () => countMade(limits), check: (operations) => checkRun(operations, limits) };
}

function countMade(limits: RunLimits): (values: number) => void {
  let made = 0;
  return (values) => {
    made += values;
    if (!(made <= limits.values)) throw new OversizedGraphError(`constants that are computed while it is read would have ${counted(made)} numbers; at most ${counted(limits.values)} are made`);
  };
}

function checkRun(operations: readonly Operation[], limits: RunLimits): void {
  let [values, products] = [0, 0];
  for (const operation of operations) {
    const { operator, output } = operation;
    values += sizeOf(output.shape) + bordered(operation);
    products += productsOf(operation);
    if (!(values <= limits.values)) throw new OversizedGraphError(`up to its node ${operator} (which makes ${JSON.stringify(output.name.slice(0, 60))}) a run has tensors of ${counted(values)} numbers; at most ${counted(limits.values)} are computed`);
    if (!(products <= limits.products)) throw new OversizedGraphError(`up to its node ${operator} (which makes ${JSON.stringify(output.name.slice(0, 60))}) a run has ${counted(products)} products; at most ${counted(limits.products)} are computed`);
  }
}

/** An upper bound of what is done for an operator's result. */
function productsOf({ operator, inputs: [x, weights], attributes, output }: Operation): number {
  if (x === undefined) return 0;
  const each = (shape: Shape): number => shape.reduce((product, size) => product * Math.max(1, size), 1);
  if (operator === "Conv") return sizeOf(output.shape) * each(weights?.shape.slice(1) ?? []);
  if (operator === "ConvTranspose") return sizeOf(x.shape) * each(weights?.shape.slice(1) ?? []);
  if (operator === "Gemm" || operator === "MatMul") return sizeOf(output.shape) * Math.max(x.shape.at(-1) ?? 1, x.shape.at(-2) ?? 1);
  if (operator === "AveragePool" || operator === "MaxPool") return sizeOf(output.shape) * each(integers(attributes, "kernel_shape", []));
  return Math.max(sizeOf(output.shape), isConstant(x) ? 0 : sizeOf(x.shape));
}

/** Numbers of an image that is laid out again with a border of `pads` pixels. */
function bordered({ inputs: [x], attributes }: Operation): number {
  const pads = integers(attributes, "pads", []);
  if (x === undefined || pads.every((pad) => pad === 0)) return 0;
  const first = x.shape.length - pads.length / 2;
  return x.shape.reduce((product, size, axis) => product * (axis < first ? size : size + (pads[axis - first] ?? 0) + (pads[axis - first + pads.length / 2] ?? 0)), 1);
}

const counted = (count: number): string => (Number.isFinite(count) ? count.toLocaleString("en", { maximumSignificantDigits: 3 }) : "more than countable");
