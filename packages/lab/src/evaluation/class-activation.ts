import { decodeModel, encodeModel, type OnnxModel, type OnnxNode, type OnnxTensor } from "@fmpn/graph/onnx";

/** The output that {@link withClassActivations} adds: 1×K×S×S. */
export const ACTIVATIONS = "activations";

/**
 * A model file with one more output: for each class, what each place adds to its logit, Σ_c w_kc·A_c, resampled to the face's
 * size. For a network that ends with the mean over places and a linear layer this is Grad-CAM before its ReLU, but for a factor
 * (Selvaraju et al. 2017, section 3.1: ∂y_k/∂A_c = w_kc/Z); it needs no backward pass.
 *
 * @param what the file's name, for errors
 * @param size S, side of the face in pixels
 * @returns undefined where the network ends otherwise
 */
export function withClassActivations(bytes: Uint8Array, what: string, size: number): Uint8Array | undefined {
  const model = decodeModel(bytes, what);
  const { nodes } = model.graph;
  const maker = (value: string | undefined): OnnxNode | undefined => nodes.find(({ outputs }) => outputs.includes(value ?? ""));
  const last = maker("logits");
  const pooled = throughReshape(maker(last?.inputs[0]), maker);
  const features = pooled?.inputs[0];
  const weight = last?.inputs[1];
  const classes = model.graph.outputs.find(({ name }) => name === "logits")?.shape[1];
  if (last?.operator !== "Gemm" || last.attributes.transB !== 1 || weight === undefined || classes === undefined) return undefined;
  if (features === undefined || !["ReduceMean", "GlobalAveragePool"].includes(pooled?.operator ?? "")) return undefined;

  const [kernelShape, sizes] = [integers(`${ACTIVATIONS}/kernel`, [classes, -1, 1, 1]), integers(`${ACTIVATIONS}/size`, [1, classes, size, size])];
  const node = (operator: string, inputs: string[], output: string, attributes: OnnxNode["attributes"] = {}): OnnxNode => ({ name: output, operator, domain: "", inputs, outputs: [output], attributes });
  const added = [
    node("Reshape", [weight, kernelShape.name], `${ACTIVATIONS}/weight`),
    node("Conv", [features, `${ACTIVATIONS}/weight`], `${ACTIVATIONS}/small`),
    node("Resize", [`${ACTIVATIONS}/small`, "", "", sizes.name], ACTIVATIONS, { mode: "linear", coordinate_transformation_mode: "half_pixel" }),
  ];
  const graph: OnnxModel["graph"] = {
    ...model.graph,
    nodes: [...nodes, ...added],
    initializers: [...model.graph.initializers, kernelShape, sizes],
    outputs: [...model.graph.outputs, { name: ACTIVATIONS, type: "float32", shape: [1, classes, size, size] }],
  };
  return encodeModel({ ...model, graph });
}

function throughReshape(node: OnnxNode | undefined, maker: (value: string | undefined) => OnnxNode | undefined): OnnxNode | undefined {
  return node !== undefined && ["Reshape", "Flatten"].includes(node.operator) ? maker(node.inputs[0]) : node;
}

function integers(name: string, values: readonly number[]): OnnxTensor {
  return { name, type: "int64", shape: [values.length], bytes: new Uint8Array(BigInt64Array.from(values, BigInt).buffer) };
}
