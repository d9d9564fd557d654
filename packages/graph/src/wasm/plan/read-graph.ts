import { viewBytes } from "../../element-type.js";
import { fromFloat16 } from "../../half-precision.js";
import type { OnnxGraph, OnnxNode, OnnxTensor } from "../../onnx/model.js";
import type { Shape } from "../../shape.js";
import { evaluate } from "./evaluate.js";
import { type Constant, isConstant, type Operand, type Operation, UnsupportedOperatorError, type Value } from "./operation.js";
import { operators } from "./operators/index.js";
import type { RunGuard } from "./run-limits.js";

/** A graph whose stored weights are read, for inputs of any shape. */
export interface StoredGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, Constant>;
  readonly outputs: readonly string[];
  readonly guard?: RunGuard | undefined;
}

/** What a run computes for inputs of given shapes, in order. */
export interface Computation {
  readonly inputs: readonly Value[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly { readonly name: string; readonly operand: Operand }[];
}

/**
 * Reads a graph's weights, widening those that are stored smaller, and checks its operators.
 *
 * @throws OversizedGraphError where it would make more of nothing than the guard lets it
 */
export function readStored(graph: OnnxGraph, guard?: RunGuard): StoredGraph {
  const make = guard?.count();
  const constants = new Map(graph.initializers.map((tensor) => [tensor.name, constantOf(tensor)]));
  const nodes: OnnxNode[] = [];
  for (const node of graph.nodes) {
    const known = evaluated(node, constants, make);
    const [output] = node.outputs;
    if (known !== undefined && output !== undefined) constants.set(output, known);
    else nodes.push(node);
  }
  return { nodes, constants, outputs: graph.outputs.map(({ name }) => name), guard };
}

function constantOf({ type, shape, bytes }: OnnxTensor): Constant {
  const values = viewBytes(type, bytes);
  if (values instanceof Float32Array) return { shape, values };
  if (type === "float16") return { shape, values: fromFloat16(values as Uint16Array) };
  if (values instanceof BigInt64Array) return { shape, values: Array.from(values, (value) => saturated(value)) };
  // Stored weights stay as they lie until they are widened.
  return { shape, values: values as unknown as readonly number[] };
}

/** Ends of slices lie at the largest integer where they mean the end. */
const saturated = (value: bigint): number => Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(value)));

function evaluated({ operator, domain, inputs, attributes }: OnnxNode, constants: ReadonlyMap<string, Constant>, make?: (values: number) => void): Constant | undefined {
  if (domain !== "") return undefined;
  const operands = inputs.filter((name) => name !== "").map((name) => constants.get(name));
  return operands.every((operand) => operand !== undefined) ? evaluate(operator, operands, attributes, make) : undefined;
}

/**
 * Finds the shape of everything that a graph computes from inputs of these shapes.
 *
 * @throws UnsupportedOperatorError for an operator, or a case of one, that the kernels do not compute
 * @throws OversizedGraphError where a run would take more than the guard lets it
 */
export function readComputation({ nodes, constants, outputs, guard }: StoredGraph, shapes: Readonly<Record<string, Shape>>): Computation {
  const inputs = Object.entries(shapes).map(([name, shape]): Value => ({ name, shape }));
  const operands = new Map<string, Operand>([...constants, ...inputs.map((value) => [value.name, value] as const)]);
  const operations: Operation[] = [];
  const make = guard?.count();
  for (const node of nodes) {
    const [name = "", ...others] = node.outputs.filter((output) => output !== "");
    const read = node.inputs.map((input) => (input === "" ? undefined : operands.get(input)));
    const known = fromShape(node, read, make);
    if (known !== undefined) {
      operands.set(name, known);
      continue;
    }
    const operator = node.domain === "" ? operators[node.operator] : undefined;
    if (operator === undefined || others.length > 0) {
      throw new UnsupportedOperatorError(node.operator, operator === undefined ? ` (which makes "${name}") has no kernel` : ` has several results: ${node.outputs.join(", ")}`);
    }
    const unshaped: Operation = { operator: node.operator, inputs: read, attributes: node.attributes, output: { name, shape: [] } };
    const operation: Operation = { ...unshaped, output: { name, shape: operator.shape(unshaped) } };
    operands.set(name, operation.output);
    operations.push(operation);
  }
  guard?.check(operations);
  return {
    inputs,
    operations,
    outputs: outputs.map((name) => ({ name, operand: operands.get(name) ?? raise(name) })),
  };
}

/** What follows from shapes alone is known. */
function fromShape({ operator, attributes }: OnnxNode, read: readonly (Operand | undefined)[], make?: (values: number) => void): Constant | undefined {
  const [x] = read;
  if (operator === "Shape" && x !== undefined) return { shape: [x.shape.length], values: [...x.shape] };
  const given = read.filter((operand) => operand !== undefined);
  return given.length > 0 && given.every(isConstant) ? evaluate(operator, given, attributes, make) : undefined;
}

function raise(name: string): never {
  throw new Error(`The graph's output "${name}" is computed by no node.`);
}

/** Operators that are known from shapes and constants, and need no kernel. */
const withoutKernel: ReadonlySet<string> = new Set(["Shape", "Gather", "ConstantOfShape", "Cast", "DequantizeLinear"]);

/** @throws UnsupportedOperatorError that names every operator of the graph that has no kernel */
export function checkOperators({ nodes }: OnnxGraph): void {
  const missing = nodes.filter(({ operator, domain }) => domain !== "" || (operators[operator] === undefined && !withoutKernel.has(operator)));
  const names = [...new Set(missing.map(({ operator, domain }) => (domain === "" ? operator : `${domain}.${operator}`)))];
  const [first] = names;
  if (first !== undefined) throw new UnsupportedOperatorError(first, `${names.length > 1 ? ` (and ${names.slice(1).join(", ")})` : ""} has no kernel`);
}
