import { viewBytes } from "../element-type.js";
import { toFloat16 } from "../half-precision.js";
import type { OnnxModel, OnnxNode, OnnxTensor } from "../onnx/model.js";
import { sizeOf } from "../shape.js";

/** How large weights lie in the file. They are widened to float32 when the model loads or runs; arithmetic stays float32. */
export type WeightStorage = "float32" | "float16" | "int8";

/** Smaller tensors stay float32: they weigh little, and biases matter. */
const smallest = 1024;

/**
 * The model with its large float32 weights stored smaller: float16 halves them at a relative error of 2⁻¹¹;
 * int8 quarters the weights of convolutions and linear layers, symmetric with one scale an output channel, at an error of
 * at most 1/254 of the channel's largest weight.
 */
export function storeWeights(model: OnnxModel, storage: WeightStorage): OnnxModel {
  if (storage === "float32") return model;
  const axes = storage === "int8" ? channelAxes(model.graph.nodes) : undefined;
  const initializers: OnnxTensor[] = [];
  const nodes: OnnxNode[] = [];
  for (const tensor of model.graph.initializers) {
    const axis = axes === undefined ? 0 : axes.get(tensor.name);
    if (tensor.type !== "float32" || sizeOf(tensor.shape) < smallest || axis === undefined) {
      initializers.push(tensor);
      continue;
    }
    const stored = storage === "float16" ? halves(tensor) : quantized(tensor, axis);
    initializers.push(...stored.initializers);
    nodes.push(stored.node);
  }
  return { ...model, graph: { ...model.graph, initializers, nodes: [...nodes, ...model.graph.nodes] } };
}

interface Stored {
  readonly initializers: readonly OnnxTensor[];
  /** Makes the float32 tensor under its old name. */
  readonly node: OnnxNode;
}

function halves({ name, shape, bytes }: OnnxTensor): Stored {
  const half = `${name}/float16`;
  const data = toFloat16(viewBytes("float32", bytes) as Float32Array);
  return {
    initializers: [{ name: half, type: "float16", shape, bytes: new Uint8Array(data.buffer) }],
    node: { name: `${name}/Cast`, operator: "Cast", domain: "", inputs: [half], outputs: [name], attributes: { to: 1 } },
  };
}

function quantized({ name, shape, bytes }: OnnxTensor, axis: number): Stored {
  const values = viewBytes("float32", bytes) as Float32Array;
  const channels = shape[axis] ?? 1;
  const run = sizeOf(shape.slice(axis + 1));
  const scales = new Float32Array(channels);
  for (let start = 0; start < values.length; start += run) {
    const channel = (start / run) % channels;
    let largest = scales[channel] ?? 0;
    for (let at = start; at < start + run; at += 1) largest = Math.max(largest, Math.abs(values[at] ?? 0));
    scales[channel] = largest;
  }
  // A channel of zeros has any scale but 0.
  for (let channel = 0; channel < channels; channel += 1) scales[channel] = (scales[channel] ?? 0) / 127 || 1;
  const data = new Int8Array(values.length);
  for (let start = 0; start < values.length; start += run) {
    const step = scales[(start / run) % channels] ?? 1;
    for (let at = start; at < start + run; at += 1) data[at] = Math.max(-127, Math.min(127, Math.round((values[at] ?? 0) / step)));
  }
  const [int8, scale, zero] = [`${name}/int8`, `${name}/scale`, `${name}/zero`];
  return {
    initializers: [
      { name: int8, type: "int8", shape, bytes: new Uint8Array(data.buffer) },
      { name: scale, type: "float32", shape: [channels], bytes: new Uint8Array(scales.buffer) },
      { name: zero, type: "int8", shape: [channels], bytes: new Uint8Array(channels) },
    ],
    node: { name: `${name}/DequantizeLinear`, operator: "DequantizeLinear", domain: "", inputs: [int8, scale, zero], outputs: [name], attributes: { axis } },
  };
}

/** The axis of output channels of every weight that convolutions and linear layers read. */
function channelAxes(nodes: readonly OnnxNode[]): ReadonlyMap<string, number> {
  const axes = new Map<string, number>();
  for (const { operator, domain, inputs, attributes } of nodes) {
    const [, weight = ""] = inputs;
    if (domain !== "") continue;
    if (operator === "Conv") axes.set(weight, 0);
    if (operator === "ConvTranspose") axes.set(weight, 1);
    if (operator === "Gemm") axes.set(weight, attributes.transB === 1 ? 0 : 1);
  }
  return axes;
}
