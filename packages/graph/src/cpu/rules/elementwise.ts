import { nodeOutput } from "../../node.js";
import { reshape } from "../../primitives/layout.js";
import { sizeOf } from "../../shape.js";
import type { Node, Tensor } from "../../tensor.js";
import { blockView } from "../blocked.js";
import type { Form, Lowering } from "./rule.js";
import { fusedActivation } from "./channels.js";

/** Operators of one tensor (and constant scalars) that work on memory in any order. */
export const unaryOperators = ["Relu", "Sigmoid", "Clip", "HardSigmoid", "LeakyRelu", "Neg", "Exp", "Log", "Sqrt", "Abs", "Sign", "Tanh"] as const;

/** Operators of several tensors that work on memory in any order, as long as it is the same one. */
export const binaryOperators = ["Add", "Sub", "Mul", "Div", "Min", "Max", "Greater", "Less", "And", "Where"] as const;

export function unaryRule(node: Node, at: Lowering): Form[] | undefined {
  const [x, ...scalars] = node.inputs;
  if (x === null || x === undefined || !at.isBlocked(x)) return undefined;
  const fused = fusedActivation(node, x, at);
  if (fused !== undefined) return [{ blocked: fused }];
  const inputs = [at.blocked(x), ...scalars.map((value) => value && at.plain(value))];
  return [{ blocked: nodeOutput(node.operator, inputs, x.shape, { attributes: node.attributes }) }];
}

/** Blocked where one operand of the result's shape is; the others are brought along, broadcast ones as views of their blocks. */
export function elementwiseRule(node: Node, at: Lowering): Form[] | undefined {
  const [output] = node.outputs;
  const operands = node.inputs as readonly Tensor[];
  const shape = output?.shape ?? [];
  const full = operands.filter((value) => sizeOf(value.shape) === sizeOf(shape) && value.shape.length === 4);
  if (output === undefined || !full.some((value) => at.isBlocked(value))) return undefined;
  const partial = operands.filter((value) => !full.includes(value) && sizeOf(value.shape) !== 1);
  if (partial.length === 0) {
    const inputs = operands.map((value) => (full.includes(value) ? at.blocked(value) : at.plain(value)));
    return [{ blocked: nodeOutput(node.operator, inputs, shape, { type: output.type, attributes: node.attributes }) }];
  }
  const views = operands.map((value) => {
    if (full.includes(value)) return blockView(at.blocked(value), at.block);
    return sizeOf(value.shape) === 1 ? at.plain(value) : broadcastView(value, shape, at);
  });
  if (views.some((view) => view === undefined)) return undefined;
  const [n = 1, channels = 1, height = 1, width = 1] = shape;
  const viewShape = [n, channels / at.block, height * width, at.block];
  const result = nodeOutput(node.operator, views as Tensor[], viewShape, { type: output.type, attributes: node.attributes });
  return [{ blocked: reshape(result, shape) }];
}

/** A smaller operand so that it broadcasts over N × C/B × H·W × B; undefined where it varies along only one of H and W. */
function broadcastView(value: Tensor, shape: readonly number[], at: Lowering): Tensor | undefined {
  const lead = shape.length - value.shape.length;
  const size = (axis: number): number => (axis < lead ? 1 : (value.shape[axis - lead] ?? 1));
  const [n, channels, rows, columns] = [size(0), size(1), size(2), size(3)];
  const places = rows * columns;
  if (places !== 1 && (rows !== shape[2] || columns !== shape[3])) return undefined;
  if (channels === 1) return reshape(at.plain(value), [n, 1, places, 1]);
  // With a single place, plain and blocked memory are the same.
  if (places === 1) return reshape(at.plain(value), [n, channels / at.block, 1, at.block]);
  return value.shape.length === 4 ? blockView(at.blocked(value), at.block) : undefined;
}
