import { viewBytes } from "../element-type.js";
import type { OnnxModel, OnnxNode, OnnxTensor } from "../onnx/model.js";
import { usesOf } from "./graph-uses.js";

/**
 * Writes PReLU behind a convolution as `s·x + relu((1 − s)·x)`, both products as 1×1 depthwise convolutions. ONNX Runtime
 * computes those in its blocked layout, the ReLU and the sum with them, while its own `PRelu` knows only the plain layout:
 * tensors would be reordered before and behind each. Where a layer has a slope above 1, it is `s·x + (1 − s)·relu(x)`.
 *
 * @param steps slopes are rounded to so many steps from 0 to 1, so that both factors are exact in fewer bits
 */
export function splitPrelu(model: OnnxModel, steps?: number): OnnxModel {
  const { graph } = model;
  const { producers, initializers } = usesOf(graph);
  const added: OnnxTensor[] = [];
  const nodes = graph.nodes.flatMap((node): OnnxNode[] => {
    const [x = "", slope = ""] = node.inputs;
    const channels = node.operator === "PRelu" && node.domain === "" ? outputChannels(producers.get(x), initializers) : undefined;
    const values = slopeValues(slope, initializers, producers);
    if (channels === undefined || values === undefined || (values.length !== channels && values.length !== 1)) return [node];

    const rounded = (slope: number): number => (steps === undefined ? slope : Math.round(slope * steps) / steps);
    const slopes = Float32Array.from({ length: channels }, (_, channel) => rounded(values[values.length === 1 ? 0 : channel] ?? 0));
    const [y = ""] = node.outputs;
    const scaled = (from: string, name: string, factors: Float32Array): OnnxNode => {
      added.push({ name: `${name}/factors`, type: "float32", shape: [channels, 1, 1, 1], bytes: new Uint8Array(factors.buffer) });
      return plainNode("Conv", [from, `${name}/factors`], name, { group: channels, kernel_shape: [1, 1] });
    };
    const rest = slopes.map((slope) => 1 - slope);
    const positive = rest.every((factor) => factor >= 0)
      ? [scaled(x, `${y}/rest`, rest), plainNode("Relu", [`${y}/rest`], `${y}/positive`)]
      : [plainNode("Relu", [x], `${y}/relu`), scaled(`${y}/relu`, `${y}/positive`, rest)];
    return [...positive, scaled(x, `${y}/all`, slopes), plainNode("Add", [`${y}/all`, `${y}/positive`], y)];
  });
  return { ...model, graph: { ...graph, nodes, initializers: [...graph.initializers, ...added] } };
}

/** Slopes that stand one to a channel: C×1×1, which ours are reshaped to, or a single one. */
function slopeValues(slope: string, initializers: ReadonlyMap<string, OnnxTensor>, producers: ReadonlyMap<string, OnnxNode>): Float32Array | undefined {
  const { operator, inputs = [] } = producers.get(slope) ?? {};
  const stored = initializers.get(slope) ?? (operator === "Reshape" ? initializers.get(inputs[0] ?? "") : undefined);
  if (stored?.type !== "float32") return undefined;
  const values = viewBytes("float32", stored.bytes) as Float32Array;
  return operator === "Reshape" || values.length === 1 || stored.shape.at(-3) === values.length ? values : undefined;
}

function plainNode(operator: string, inputs: readonly string[], output: string, attributes: OnnxNode["attributes"] = {}): OnnxNode {
  return { name: output, operator, domain: "", inputs, outputs: [output], attributes };
}

/** Channels of a convolution's result. */
function outputChannels(node: OnnxNode | undefined, initializers: ReadonlyMap<string, OnnxTensor>): number | undefined {
  const shape = node?.domain === "" ? initializers.get(node.inputs[1] ?? "")?.shape : undefined;
  if (shape?.length !== 4) return undefined;
  if (node?.operator === "Conv") return shape[0];
  const { group = 1 } = node?.attributes ?? {};
  return node?.operator === "ConvTranspose" && typeof group === "number" && shape[1] !== undefined ? shape[1] * group : undefined;
}
