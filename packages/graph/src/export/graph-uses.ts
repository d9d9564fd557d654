import type { OnnxGraph, OnnxNode, OnnxTensor } from "../onnx/model.js";

/** Who makes and who reads each value of a graph. */
export interface GraphUses {
  readonly producers: Map<string, OnnxNode>;
  readonly initializers: Map<string, OnnxTensor>;
  /** How often a value is read: by nodes, and once for being an output of the graph. */
  count(value: string): number;
}

export function usesOf(graph: OnnxGraph): GraphUses {
  const counts = new Map<string, number>();
  const read = (value: string): void => void counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const { inputs } of graph.nodes) inputs.forEach(read);
  for (const { name } of graph.outputs) read(name);
  return {
    producers: new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const))),
    initializers: new Map(graph.initializers.map((tensor) => [tensor.name, tensor])),
    count: (value) => counts.get(value) ?? 0,
  };
}
