import { type Epilogue, isConstant, type Operation, type Value } from "./operation.js";
import { slopesOf } from "./operators/elementwise.js";
import type { Computation } from "./read-graph.js";

/** The computation with what kernels do in one go as one operation: PReLUs in one piece, and what follows sums added to them. */
export function fuse(computation: Computation): Computation {
  return withEpilogues(withWholePrelus(computation));
}

/** How often each value is read, results of the computation counting once more. */
function usesOf({ operations, outputs }: Computation): (name: string) => number {
  const counts = new Map<string, number>();
  const read = (value: Value): void => void counts.set(value.name, (counts.get(value.name) ?? 0) + 1);
  for (const { inputs } of operations) for (const operand of inputs) if (operand !== undefined && !isConstant(operand)) read(operand);
  for (const { operand } of outputs) if (!isConstant(operand)) read(operand);
  return (name) => counts.get(name) ?? 0;
}

const nameOf = (operation: Operation | undefined, input: number): string | undefined => {
  const operand = operation?.inputs[input];
  return operand === undefined || isConstant(operand) ? undefined : operand.name;
};

/**
 * Makes PReLUs of the sums as which files have them (see export/split-prelu.ts): all·x + relu(rest·x), or
 * all·x + rest·relu(x), where the products are 1×1 convolutions of single channels.
 */
function withWholePrelus(computation: Computation): Computation {
  const makers = new Map(computation.operations.map((operation) => [operation.output.name, operation]));
  const uses = usesOf(computation);
  const makerOf = (operation: Operation | undefined, input = 0): Operation | undefined => makers.get(nameOf(operation, input) ?? "");
  const factors = (operation: Operation | undefined): Float32Array | undefined => {
    const weights = operation?.inputs[1];
    if (operation?.operator !== "Conv" || operation.inputs[2] !== undefined || !isConstant(weights)) return undefined;
    const single = weights.shape.slice(1).every((size) => size === 1) && operation.attributes.group === weights.shape[0];
    return single && weights.values instanceof Float32Array && uses(operation.output.name) === 1 ? weights.values : undefined;
  };
  const removed = new Set<Operation>();
  const prelu = (add: Operation, all: Operation | undefined, positive: Operation | undefined): Operation | undefined => {
    const everywhere = factors(all);
    if (everywhere === undefined || all === undefined || positive === undefined || uses(positive.output.name) !== 1) return undefined;
    const [inner, rectifier] = positive.operator === "Relu" ? [makerOf(positive), positive] : [positive, makerOf(positive)];
    const rest = factors(inner);
    const source = positive.operator === "Relu" ? nameOf(inner, 0) : nameOf(rectifier, 0);
    if (rest === undefined || inner === undefined || rectifier?.operator !== "Relu" || source !== nameOf(all, 0) || uses(rectifier.output.name) !== 1) return undefined;
    // relu(rest·x) is rest·relu(x) where rest is not negative, and 0 above 0 otherwise. What lies above 0 has to be 1 in all.
    if (everywhere.some((slope, channel) => Math.abs(slope + rest[channel] - 1) > 1e-6 || (positive.operator === "Relu" && rest[channel] < 0))) return undefined;
    for (const operation of [all, inner, rectifier]) removed.add(operation);
    return { ...add, operator: "PRelu", attributes: {}, inputs: [all.inputs[0], { shape: [everywhere.length, 1, 1], values: everywhere }] };
  };
  const operations = computation.operations.map((operation) => {
    if (operation.operator !== "Add") return operation;
    const [left, right] = [makerOf(operation, 0), makerOf(operation, 1)];
    return prelu(operation, left, right) ?? prelu(operation, right, left) ?? operation;
  });
  return { ...computation, operations: operations.filter((operation) => !removed.has(operation)) };
}

/** Rectifiers and additions behind a convolution become part of it. */
function withEpilogues(computation: Computation): Computation {
  const uses = usesOf(computation);
  const kept: Operation[] = [];
  const made = new Map<string, number>();
  /** Where the convolution stands that makes a value which nothing else reads. */
  const convolutionAt = (name: string | undefined): number | undefined => {
    const at = name === undefined || uses(name) !== 1 ? undefined : made.get(name);
    return at !== undefined && ["Conv", "ConvTranspose", "BatchNormalization"].includes(kept[at].operator) ? at : undefined;
  };
  const extend = (at: number, output: Value, epilogue: Epilogue): void => {
    kept[at] = { ...kept[at], output, epilogue: { ...kept[at].epilogue, ...epilogue } };
    made.set(output.name, at);
  };
  for (const operation of computation.operations) {
    if (!addActivation(operation) && !addResidual(operation)) made.set(operation.output.name, kept.push(operation) - 1);
  }
  return { ...computation, operations: kept };

  function addActivation(operation: Operation): boolean {
    const activation = operation.operator === "Relu" ? "relu" : ["PRelu", "LeakyRelu"].includes(operation.operator) ? slopesOf(operation) : undefined;
    const at = activation === undefined ? undefined : convolutionAt(nameOf(operation, 0));
    if (at === undefined || kept[at].epilogue?.activation !== undefined) return false;
    extend(at, operation.output, { activation, residualFirst: kept[at].epilogue?.residual !== undefined });
    return true;
  }

  function addResidual(operation: Operation): boolean {
    if (operation.operator !== "Add") return false;
    for (const [sum, other] of [[0, 1], [1, 0]] as const) {
      const at = convolutionAt(nameOf(operation, sum));
      const residual = operation.inputs[other];
      if (at === undefined || kept[at].epilogue?.residual !== undefined || residual === undefined || isConstant(residual)) continue;
      // What is added has to be there already, in the same shape.
      if (residual.shape.join() !== operation.output.shape.join() || (made.get(residual.name) ?? -1) >= at) continue;
      extend(at, operation.output, { residual });
      return true;
    }
    return false;
  }
}
