import type { OnnxGraph, OnnxModel, OnnxNode } from "../onnx/model.js";

/** The model without nodes and weights that no output depends on, and without `Identity` nodes that only rename. */
export function removeDead(model: OnnxModel): OnnxModel {
  const renamed = removeIdentities(model.graph);
  const needed = new Set(renamed.outputs.map(({ name }) => name));
  const nodes: OnnxNode[] = [];
  for (const node of renamed.nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    nodes.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  const initializers = renamed.initializers.filter(({ name }) => needed.has(name));
  return { ...model, graph: { ...renamed, nodes: nodes.reverse(), initializers } };
}

/**
 * A name that an `Identity` makes is taken as another name of what it reads. The graph's outputs keep theirs:
 * the node that makes the value makes it under the output's name, unless the value has to be kept under two.
 */
function removeIdentities(graph: OnnxGraph): OnnxGraph {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const made = new Set(graph.nodes.flatMap((node) => node.outputs));
  const names = new Map<string, string>();
  const nameOf = (value: string): string => {
    const next = names.get(value);
    return next === undefined ? value : nameOf(next);
  };
  const removed = new Set<OnnxNode>();
  for (const node of graph.nodes) {
    const [from = ""] = node.inputs.map(nameOf);
    const [to = ""] = node.outputs;
    if (node.operator !== "Identity" || node.domain !== "") continue;
    if (!outputs.has(to)) names.set(to, from);
    else if (made.has(from) && !outputs.has(from)) names.set(from, to);
    else continue;
    removed.add(node);
  }
  const nodes = graph.nodes
    .filter((node) => !removed.has(node))
    .map((node) => ({ ...node, inputs: node.inputs.map(nameOf), outputs: node.outputs.map(nameOf) }));
  return { ...graph, nodes };
}
