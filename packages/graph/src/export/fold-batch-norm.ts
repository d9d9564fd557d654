import { viewBytes } from "../element-type.js";
import type { OnnxModel, OnnxNode, OnnxTensor } from "../onnx/model.js";
import { type Shape, sizeOf } from "../shape.js";
import { usesOf } from "./graph-uses.js";

/**
 * Folds batch normalisation by fixed statistics into the convolution or transposed convolution before it:
 * with a = scale/√(variance + ε) per output channel, w ← w·a and b ← (b − mean)·a + shift.
 * Done where the convolution's result goes nowhere else and all that is involved is float32 weights of the file.
 * Where a weight is shared, each convolution gets a copy of its own.
 */
export function foldBatchNorm(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const { producers, initializers, count } = usesOf(graph);
  const replaced = new Map<OnnxNode, OnnxNode | undefined>();
  /** The node of the file that a folded one stands for, for chains of normalisations. */
  const origin = new Map<OnnxNode, OnnxNode>();
  const vector = (name: string | undefined): Float32Array | undefined => valuesOf(initializers.get(name ?? ""));

  for (const norm of graph.nodes) {
    const convolution = producers.get(norm.inputs[0] ?? "");
    if (convolution === undefined || !isInferenceNorm(norm) || !isConvolution(convolution) || count(norm.inputs[0] ?? "") !== 1) continue;
    const [x = "", weightName = "", biasName = ""] = convolution.inputs;
    const weight = initializers.get(weightName);
    const values = valuesOf(weight);
    const bias = biasName === "" ? new Float32Array(0) : vector(biasName);
    const [scale, shift, mean, variance] = norm.inputs.slice(1).map(vector);
    if (weight === undefined || !values || !bias || !scale || !shift || !mean || !variance) continue;

    const factors = Float64Array.from(scale, (value, channel) => value / Math.sqrt((variance[channel] ?? 1) + epsilonOf(norm)));
    const store = (name: string, shape: readonly number[], data: Float32Array, taken: boolean): string => {
      const own = taken ? `${norm.outputs[0]}/${name}` : name;
      initializers.set(own, { name: own, type: "float32", shape, bytes: new Uint8Array(data.buffer) });
      return own;
    };
    const folded: OnnxNode = {
      ...convolution,
      inputs: [
        x,
        store(weightName, weight.shape, scaleChannels(values, factors, convolution, weight.shape), count(weightName) > 1),
        store(
          biasName === "" ? biasBeside(weightName) : biasName,
          [scale.length],
          Float32Array.from(shift, (value, channel) => ((bias[channel] ?? 0) - (mean[channel] ?? 0)) * (factors[channel] ?? 1) + value),
          biasName === "" ? initializers.has(biasBeside(weightName)) : count(biasName) > 1,
        ),
      ],
      outputs: norm.outputs,
    };
    const first = origin.get(convolution) ?? convolution;
    replaced.set(first, folded);
    replaced.set(norm, undefined);
    origin.set(folded, first);
    producers.set(norm.outputs[0] ?? "", folded);
  }
  const nodes = graph.nodes.flatMap((node) => (replaced.has(node) ? (replaced.get(node) ?? []) : node));
  return { ...model, graph: { ...graph, nodes, initializers: [...initializers.values()] } };
}

function isInferenceNorm({ operator, domain, attributes, outputs }: OnnxNode): boolean {
  return operator === "BatchNormalization" && domain === "" && (attributes.training_mode ?? 0) === 0 && outputs.length === 1;
}

function isConvolution({ operator, domain }: OnnxNode): boolean {
  return domain === "" && (operator === "Conv" || operator === "ConvTranspose");
}

function epsilonOf({ attributes }: OnnxNode): number {
  const { epsilon } = attributes;
  return typeof epsilon === "object" && "float" in epsilon ? epsilon.float : 1e-5;
}

/** w·a, where the output channel is the first axis of a `Conv`'s weight, and group and second axis of a `ConvTranspose`'s. */
function scaleChannels(values: Float32Array, factors: Float64Array, { operator, attributes }: OnnxNode, shape: Shape): Float32Array {
  const [first = 1, second = 1, ...kernel] = shape;
  const taps = sizeOf(kernel);
  const transposed = operator === "ConvTranspose";
  const inputsPerGroup = first / (typeof attributes.group === "number" ? attributes.group : 1);
  const scaled = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += taps) {
    const [row, column] = [Math.floor(start / taps / second), (start / taps) % second];
    const factor = factors[transposed ? Math.floor(row / inputsPerGroup) * second + column : row] ?? 1;
    for (let at = start; at < start + taps; at += 1) scaled[at] = (values[at] ?? 0) * factor;
  }
  return scaled;
}

/** `layer1.conv.weight` → `layer1.conv.bias`. */
function biasBeside(weight: string): string {
  return `${weight.replace(/\.?weight$/, "")}.bias`;
}

function valuesOf(tensor: OnnxTensor | undefined): Float32Array | undefined {
  return tensor?.type === "float32" ? (viewBytes("float32", tensor.bytes) as Float32Array) : undefined;
}
