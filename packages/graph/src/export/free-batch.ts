import { viewBytes } from "../element-type.js";
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from "../onnx/model.js";
import { OnnxError } from "../onnx/model.js";

/** What the first axis of inputs and outputs is called in the file. */
const BATCH = "batch";

/**
 * The model for any number of examples in place of one: the first axis of its inputs and outputs is left open, shapes that the graph
 * holds keep the first size of what they are made of, and images are resized along rows and columns alone.
 *
 * @throws OnnxError for a graph that takes more than one, or that computes with a first size
 */
export function freeBatch({ graph, ...model }: OnnxModel): OnnxModel {
  const stored = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const added: OnnxTensor[] = [];
  const integersOf = (name = ""): readonly bigint[] | undefined => {
    const tensor = stored.get(name);
    return tensor?.type === "int64" ? [...(viewBytes("int64", tensor.bytes) as BigInt64Array)] : undefined;
  };
  const constant = (node: OnnxNode, values: readonly bigint[]): string => {
    const name = `${node.outputs[0]}/free`;
    added.push({ name, type: "int64", shape: [values.length], bytes: new Uint8Array(BigInt64Array.from(values).buffer) });
    return name;
  };
  const nodes = graph.nodes.map((node): OnnxNode => {
    const { operator, inputs, attributes } = node;
    if (stored.has(inputs[0] ?? "")) return node;
    if (operator === "Reshape") {
      const [first, ...rest] = integersOf(inputs[1]) ?? refuse(node);
      if (first === 0n || first === -1n) return node;
      return first === 1n && attributes.allowzero === undefined ? { ...node, inputs: [inputs[0] ?? "", constant(node, [0n, ...rest])] } : refuse(node);
    }
    if (operator === "Resize" && inputs[3] !== undefined) {
      const sizes = integersOf(inputs[3]) ?? refuse(node);
      if (attributes.axes !== undefined) return node;
      return { ...node, inputs: [...inputs.slice(0, 3), constant(node, sizes.slice(2))], attributes: { ...attributes, axes: [2, 3] } };
    }
    return holding.has(operator) ? refuse(node) : node;
  });
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  return { ...model, graph: { ...graph, nodes, initializers: [...graph.initializers, ...added].filter(({ name }) => read.has(name)), inputs: graph.inputs.map(open), outputs: graph.outputs.map(open) } };
}

/** Operators that are told a whole shape, with a first size in it. */
const holding: ReadonlySet<string> = new Set(["Expand", "ConstantOfShape", "Tile"]);

function open(value: OnnxValue): OnnxValue {
  if (value.free?.[0] === undefined && value.shape[0] !== 1) throw new OnnxError(`"${value.name}" is of ${value.shape.join("×")}, not of one example: its batch cannot be left open.`);
  return { ...value, free: { ...value.free, 0: BATCH } };
}

function refuse({ operator, outputs }: OnnxNode): never {
  throw new OnnxError(`${operator} (which makes "${outputs[0]}") holds how many examples there are: the batch cannot be left open.`);
}
