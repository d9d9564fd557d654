import type { Node, Source, Target, Tensor } from "./tensor.js";

/**
 * The same computation on other inputs: copies of the tensors in which every use of a replaced value is its replacement.
 * What does not depend on a replaced value is shared, not copied. The copies carry no derivations: differentiate first.
 *
 * @param tensors what to compute anew
 * @param replacements the tensor that stands in for each value, of equal shape and type
 */
export function substitute(tensors: readonly Tensor[], replacements: ReadonlyMap<Source, Tensor>): Tensor[] {
  const copies = new Map<Node, Node>();

  const replaced = (tensor: Tensor): Tensor => {
    const replacement = replacements.get(tensor.source);
    if (replacement !== undefined) return replacement;
    const { shape, type, source } = tensor;
    const copy = source.kind === "node" ? copies.get(source.node) : undefined;
    return source.kind !== "node" || copy === undefined || copy === source.node
      ? tensor
      : { shape, type, source: { kind: "node", node: copy, output: source.output } };
  };

  /** Copies the nodes below a value, inputs before outputs, without recursion: networks are deep. */
  const copyBelow = (root: Tensor): void => {
    const stack: Node[] = root.source.kind === "node" && !replacements.has(root.source) ? [root.source.node] : [];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const missing = copies.has(node) ? [] : nodesBelow(node).filter((below) => !copies.has(below));
      if (missing.length > 0) {
        stack.push(...missing);
        continue;
      }
      stack.pop();
      if (!copies.has(node)) copies.set(node, copyOf(node));
    }
  };

  const nodesBelow = (node: Node): Node[] =>
    node.inputs.flatMap((value) => (value?.source.kind === "node" && !replacements.has(value.source) ? [value.source.node] : []));

  const copyOf = (node: Node): Node => {
    const inputs = node.inputs.map((value) => value && replaced(value));
    if (inputs.every((value, index) => value === node.inputs[index])) return node;
    const { lower } = node;
    return { ...node, inputs, ...(lower ? { lower: (target: Target) => anew(lower(target)) } : {}) };
  };

  const anew = (values: readonly Tensor[]): Tensor[] => {
    for (const value of values) copyBelow(value);
    return values.map(replaced);
  };
  return anew(tensors);
}
