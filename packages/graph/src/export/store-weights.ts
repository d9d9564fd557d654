import { viewBytes } from "../element-type.js";
import { fromFloat16, toFloat16 } from "../half-precision.js";
import type { OnnxModel, OnnxNode, OnnxTensor } from "../onnx/model.js";
import { sizeOf } from "../shape.js";

/** How large weights lie in the file, in the order of their size. ONNX Runtime widens them when the model loads or runs. */
export const weightStorages = ["float32", "float16", "int8"] as const;
export type WeightStorage = (typeof weightStorages)[number];

/** Tensors of fewer values stay as they are in a file of `float16`, and in one of `int8`: they weigh little. */
const smallest = { float16: 1024, int8: 64 } as const;
/** A channel of fewer weights is not worth a scale of its own. */
const leastOfChannel = 8;

/**
 * The model with its float32 weights stored smaller: `float16` halves them at a relative error of 2⁻¹¹; `int8` quarters the
 * weights of convolutions and linear layers, symmetric with one scale an output channel, at an error of at most 1/254 of the
 * channel's largest weight, and halves the others.
 *
 * @param largest the whole number that stands for a channel's largest weight in 8 bits; with a smaller one files compress better
 */
export function storeWeights(model: OnnxModel, storage: WeightStorage, largest = 127): OnnxModel {
  if (storage === "float32") return model;
  const axes = channelAxes(model.graph.nodes);
  const initializers: OnnxTensor[] = [];
  const nodes: OnnxNode[] = [];
  for (const tensor of model.graph.initializers) {
    const stored = tensor.type === "float32" && sizeOf(tensor.shape) >= smallest[storage] ? storedAs(storage, tensor, axes.get(tensor.name), largest) : undefined;
    initializers.push(...(stored?.initializers ?? [tensor]));
    nodes.push(...(stored?.nodes ?? []));
  }
  return { ...model, graph: { ...model.graph, initializers, nodes: [...nodes, ...model.graph.nodes] } };
}

interface Stored {
  readonly initializers: readonly OnnxTensor[];
  /** Make the float32 tensor under its old name. */
  readonly nodes: readonly OnnxNode[];
}

function storedAs(storage: "float16" | "int8", tensor: OnnxTensor, axis: number | undefined, largest: number): Stored | undefined {
  const ofChannel = axis === undefined ? 0 : sizeOf(tensor.shape) / (tensor.shape[axis] ?? 1);
  if (storage === "int8" && axis !== undefined && ofChannel >= leastOfChannel) return quantized(tensor, axis, largest);
  // The two factors of a split PReLU stay so that their sum is 1.
  return storage === "float16" || ofChannel !== 1 || isExactInHalves(tensor) ? halves(tensor) : undefined;
}

function isExactInHalves({ bytes }: OnnxTensor): boolean {
  const values = viewBytes("float32", bytes) as Float32Array;
  return fromFloat16(toFloat16(values)).every((value, at) => value === values[at]);
}

function halves({ name, shape, bytes }: OnnxTensor): Stored {
  const half = `${name}/float16`;
  const data = toFloat16(viewBytes("float32", bytes) as Float32Array);
  return {
    initializers: [{ name: half, type: "float16", shape, bytes: new Uint8Array(data.buffer) }],
    nodes: [{ name: `${name}/Cast`, operator: "Cast", domain: "", inputs: [half], outputs: [name], attributes: { to: 1 } }],
  };
}

function quantized({ name, shape, bytes }: OnnxTensor, axis: number, most: number): Stored {
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
  const steps = halvesAbove(scales.map((largest) => largest / most || 1));
  const data = new Int8Array(values.length);
  for (let start = 0; start < values.length; start += run) {
    const step = steps[(start / run) % channels] ?? 1;
    for (let at = start; at < start + run; at += 1) data[at] = Math.max(-most, Math.min(most, Math.round((values[at] ?? 0) / step)));
  }
  const [int8, scale] = [`${name}/int8`, `${name}/scale`];
  const halved = halves({ name: scale, type: "float32", shape: [channels], bytes: new Uint8Array(steps.buffer) });
  return {
    initializers: [{ name: int8, type: "int8", shape, bytes: new Uint8Array(data.buffer) }, ...halved.initializers],
    nodes: [...halved.nodes, { name: `${name}/DequantizeLinear`, operator: "DequantizeLinear", domain: "", inputs: [int8, scale], outputs: [name], attributes: { axis } }],
  };
}

/** Each value as the next half that is not less. */
function halvesAbove(values: Float32Array): Float32Array {
  const halves = toFloat16(values);
  const near = fromFloat16(halves);
  return fromFloat16(halves.map((half, at) => ((near[at] ?? 0) < (values[at] ?? 0) ? half + 1 : half)));
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
