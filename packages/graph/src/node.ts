import type { ElementType } from "./element-type.js";
import type { Shape } from "./shape.js";
import type { Attributes, Derivation, Node, Target, Tensor } from "./tensor.js";

export interface NodeOptions {
  readonly domain?: string | undefined;
  readonly attributes?: Attributes | undefined;
  readonly outputs: readonly { readonly shape: Shape; readonly type?: ElementType }[];
  readonly lower?: ((target: Target) => readonly Tensor[]) | undefined;
}

/** Makes one ONNX node and returns its outputs. No gradient flows through it: see {@link derive}. */
export function nodeOutputs(operator: string, inputs: readonly (Tensor | null)[], options: NodeOptions): Tensor[] {
  const node: Node = {
    operator,
    domain: options.domain ?? "",
    inputs,
    attributes: options.attributes ?? {},
    outputs: options.outputs.map(({ shape, type }) => ({ shape, type: type ?? "float32" })),
    ...(options.lower ? { lower: options.lower } : {}),
  };
  return node.outputs.map(({ shape, type }, output) => ({ shape, type, source: { kind: "node", node, output } }));
}

/** Makes one ONNX node with a single output. */
export function nodeOutput(
  operator: string,
  inputs: readonly (Tensor | null)[],
  shape: Shape,
  options: Omit<NodeOptions, "outputs"> & { readonly type?: ElementType } = {},
): Tensor {
  const { type, ...rest } = options;
  return nodeOutputs(operator, inputs, { ...rest, outputs: [{ shape, ...(type ? { type } : {}) }] })[0] as Tensor;
}

/**
 * Gives tensors a rule for their gradient. The forward computation may be any composition of nodes:
 * what it is made of is hidden from differentiation, so one operator may be many nodes with one exact, fast gradient.
 */
export function derive(
  operator: string,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  backward: Derivation["backward"],
): Tensor[] {
  // An operation that had nothing to do (a reshape to the same shape) hands its input on: it is no step of its own.
  const [only] = outputs;
  const unchanged = outputs.length === 1 ? inputs.find(({ source }) => source === only?.source) : undefined;
  if (unchanged !== undefined) return [unchanged];
  const derivation: Derivation = { operator, inputs, outputs: outputs.map(({ source }) => source), backward };
  return outputs.map(({ shape, type, source }) => ({ shape, type, source, derivation }));
}

/** {@link derive} for the usual operation of one output. */
export function deriveOne(
  operator: string,
  inputs: readonly Tensor[],
  output: Tensor,
  backward: (gradient: Tensor, wanted: readonly boolean[]) => readonly (Tensor | undefined)[],
): Tensor {
  return derive(operator, inputs, [output], ([gradient], wanted) => (gradient ? backward(gradient, wanted) : inputs.map(() => undefined)))[0] as Tensor;
}

/** The tensor as a value that no gradient flows through. */
export function stopGradient(tensor: Tensor): Tensor {
  return { shape: tensor.shape, type: tensor.type, source: tensor.source };
}
