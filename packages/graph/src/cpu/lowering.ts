import { nodeOutputs } from "../node.js";
import type { Node, Source, Tensor } from "../tensor.js";
import { canBlock, toBlocked, toPlain } from "./blocked.js";
import { rules } from "./rules/index.js";
import type { Form, Lowering } from "./rules/rule.js";

/**
 * Rewrites a graph for ONNX Runtime's blocked CPU kernels. Every node is offered to the rule of its operator, which may
 * keep values in blocked order; what has no rule gets plain inputs. Orders are exchanged only where the two meet.
 */
export function lowerForCpu(outputs: Readonly<Record<string, Tensor>>, block: number): Record<string, Tensor> {
  const leaves = new Map<Source, Form>();
  const forms = new Map<Node, readonly Form[]>();
  const isDone = ({ source }: Tensor): boolean => source.kind !== "node" || forms.has(source.node);

  const formOf = (value: Tensor): Form => {
    const { source } = value;
    const known = source.kind === "node" ? forms.get(source.node)?.[source.output] : leaves.get(source);
    const form = known ?? { plain: value };
    if (known === undefined) leaves.set(source, form);
    return form;
  };
  const made = new WeakMap<object, Map<string, Tensor>>();
  const at: Lowering = {
    block,
    once(owner, key, make) {
      const shelf = made.get(owner) ?? new Map<string, Tensor>();
      made.set(owner, shelf);
      const value = shelf.get(key) ?? make();
      shelf.set(key, value);
      return value;
    },
    plain(value) {
      const form = formOf(value);
      form.plain ??= toPlain(form.blocked as Tensor);
      return form.plain;
    },
    blocked(value) {
      const form = formOf(value);
      form.blocked ??= toBlocked(form.plain as Tensor);
      return form.blocked;
    },
    isBlocked: (value) => formOf(value).blocked !== undefined,
    canBlock: (value) => canBlock(value.shape, block),
  };

  const lowered = new Map<Node, readonly Tensor[]>();
  /** Replaces a node whose inputs are done; returns what must be done before, if anything. */
  const replace = (node: Node): readonly Tensor[] => {
    const ruled = lowered.has(node) ? undefined : rules[node.operator]?.(node, at);
    if (ruled !== undefined || node.lower === undefined) {
      forms.set(node, ruled ?? copyNode(node, at));
      return [];
    }
    const values = lowered.get(node) ?? node.lower({ channelBlock: block });
    lowered.set(node, values);
    const missing = values.filter((value) => !isDone(value));
    if (missing.length === 0) forms.set(node, values.map(formOf));
    return missing;
  };

  // Depth first without recursion: networks are deep.
  const stack: Tensor[] = Object.values(outputs).toReversed();
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (top.source.kind !== "node" || isDone(top)) {
      stack.pop();
      continue;
    }
    const { node } = top.source;
    const missing = node.inputs.filter((value): value is Tensor => value !== null && !isDone(value));
    stack.push(...(missing.length > 0 ? missing : replace(node)).toReversed());
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, at.plain(tensor)]));
}

/** The node as it is, on plain inputs. */
function copyNode(node: Node, at: Lowering): Form[] {
  const inputs = node.inputs.map((value) => (value === null ? null : at.plain(value)));
  const { operator, domain, attributes, outputs } = node;
  return nodeOutputs(operator, inputs, { domain, attributes, outputs }).map((plain) => ({ plain }));
}
