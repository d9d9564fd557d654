import type { TensorData } from "./element-type.js";
import { lowerForCpu } from "./cpu/lowering.js";
import { encodeModel } from "./onnx/encode.js";
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from "./onnx/model.js";
import { formatShape, sameShape, ShapeError } from "./shape.js";
import type { Node, Source, Target, Tensor } from "./tensor.js";

/** Operator sets that graphs are written for. */
const opsets = { "": 18, "com.microsoft": 1, "com.microsoft.nchwc": 1 } as const;

export interface CompileOptions {
  /** Results by the name that the runtime will give them. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Defaults to `portable`: standard operators that run everywhere. */
  readonly target?: Target | undefined;
  readonly name?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Inputs that are computed from others instead of fed, by name. */
  readonly bindings?: ReadonlyMap<string, Tensor> | undefined;
  /** Values for inputs that become part of the file, as trained weights do on export. */
  readonly weights?: ReadonlyMap<string, TensorData> | undefined;
}

/** A compiled graph: the ONNX file and what it takes and gives. */
export interface Program {
  readonly bytes: Uint8Array;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Writes everything that the outputs depend on as one ONNX graph; what they don't depend on is left out. */
export function compile(options: CompileOptions): Program {
  const model = toOnnx(options);
  return { bytes: encodeModel(model), inputs: model.graph.inputs, outputs: model.graph.outputs };
}

/** {@link compile} before serialisation. */
export function toOnnx({ outputs, target = "portable", name = "graph", metadata = {}, weights, bindings }: CompileOptions): OnnxModel {
  const emission = emitter(target, weights, bindings);
  const lowered = target === "portable" ? outputs : lowerForCpu(outputs, target.channelBlock);
  const results = Object.entries(lowered).map(([result, tensor]): OnnxValue => {
    emission.addOutput(result, tensor);
    return { name: result, type: tensor.type, shape: tensor.shape };
  });
  const nodes = emission.finished();
  const usedDomains = new Set(nodes.map(({ domain }) => domain));
  return {
    graph: { name, nodes, initializers: emission.initializers, inputs: emission.inputs, outputs: results },
    opsets: Object.fromEntries(Object.entries(opsets).filter(([domain]) => domain === "" || usedDomains.has(domain))),
    metadata,
  };
}

interface Emitter {
  /** The nodes written so far, under their final names. */
  finished(): OnnxNode[];
  readonly initializers: OnnxTensor[];
  readonly inputs: OnnxValue[];
  addOutput(name: string, tensor: Tensor): void;
}

function emitter(target: Target, weights: ReadonlyMap<string, TensorData> | undefined, bindings: ReadonlyMap<string, Tensor> | undefined): Emitter {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const inputs: OnnxValue[] = [];
  const inputShapes = new Map<string, Tensor>();
  const constants = new Map<string | TensorData, string>();
  const renamed = new Map<string, string>();
  const nodeNames = new Map<Node, readonly string[]>();
  const counts = new Map<string, number>();

  const unique = (stem: string): string => {
    const count = counts.get(stem) ?? 0;
    counts.set(stem, count + 1);
    return count === 0 ? stem : `${stem}_${count}`;
  };

  const bound = (tensor: Tensor): Tensor => (tensor.source.kind === "input" && bindings?.get(tensor.source.name)) || tensor;

  /** The value's name, or undefined while nodes below it are still to be written. */
  const nameOf = (tensor: Tensor): string | undefined => {
    const { source } = bound(tensor);
    if (source.kind === "input") return nameInput(source.name, tensor);
    if (source.kind === "constant") return nameConstant(source.data, tensor);
    return nodeNames.get(source.node)?.[source.output];
  };

  const nameInput = (name: string, tensor: Tensor): string => {
    const known = inputShapes.get(name);
    if (known === undefined) {
      inputShapes.set(name, tensor);
      const value = weights?.get(name);
      if (value === undefined) inputs.push({ name, type: tensor.type, shape: tensor.shape });
      else initializers.push({ name, type: tensor.type, shape: tensor.shape, bytes: bytesOf(value) });
    } else if (!sameShape(known.shape, tensor.shape) || known.type !== tensor.type) {
      throw new ShapeError(
        `compile: two inputs are called "${name}", one of ${formatShape(known.shape)} and one of ${formatShape(tensor.shape)}.`,
      );
    }
    return name;
  };

  const nameConstant = (data: TensorData, tensor: Tensor): string => {
    const bytes = bytesOf(data);
    // Small constants are shared by content (axes, pads, vectors of zeros), large ones by identity.
    const key = bytes.length <= 4096 ? `${tensor.type}:${tensor.shape.join(",")}:${bytes.join(",")}` : data;
    const known = constants.get(key);
    if (known !== undefined) return known;
    const name = unique("constant");
    constants.set(key, name);
    initializers.push({ name, type: tensor.type, shape: tensor.shape, bytes });
    return name;
  };

  /** Writes the nodes below a value, inputs before outputs, without recursion: networks are deep. */
  const emit = (root: Tensor): void => {
    const stack: Source[] = [bound(root).source];
    for (let source = stack.at(-1); source !== undefined; source = stack.at(-1)) {
      if (source.kind !== "node" || nodeNames.has(source.node)) {
        stack.pop();
        continue;
      }
      const { node } = source;
      const below = (lowered(node) ?? node.inputs.filter((value) => value !== null)).map(bound);
      const missing = below.filter((value) => value.source.kind === "node" && !nodeNames.has(value.source.node));
      if (missing.length > 0) {
        stack.push(...missing.toReversed().map((value) => value.source));
        continue;
      }
      stack.pop();
      const names = below.map((value) => nameOf(value) ?? "");
      if (lowered(node)) nodeNames.set(node, names);
      else writeNode(node);
    }
  };

  const lowerings = new Map<Node, readonly Tensor[]>();
  const lowered = (node: Node): readonly Tensor[] | undefined => {
    if (node.lower === undefined) return undefined;
    const known = lowerings.get(node) ?? node.lower(target);
    lowerings.set(node, known);
    return known;
  };

  const writeNode = (node: Node): void => {
    const names = node.inputs.map((value) => (value === null ? "" : (nameOf(value) ?? "")));
    const stem = `${layerOf(node)}${node.operator}`;
    const name = unique(stem);
    const outputs = node.outputs.map((_, index) => (index === 0 ? name : `${name}:${index}`));
    nodeNames.set(node, outputs);
    nodes.push({ name, operator: node.operator, domain: node.domain, inputs: names, outputs, attributes: node.attributes });
  };

  const results = new Set<string>();
  /** Gives a value its name as a result: by renaming it, or by a copy where it is an input, a constant or a result already. */
  const addOutput = (name: string, tensor: Tensor): void => {
    emit(tensor);
    const value = nameOf(tensor) ?? "";
    results.add(name);
    const { source } = bound(tensor);
    const names = source.kind === "node" ? nodeNames.get(source.node) : undefined;
    if (names === undefined || results.has(value) || source.kind !== "node" || lowerings.has(source.node)) {
      nodes.push({ name: unique(`output/${name}`), operator: "Identity", domain: "", inputs: [value], outputs: [name], attributes: {} });
      return;
    }
    renamed.set(value, name);
    results.add(value);
  };

  const finished = (): OnnxNode[] => {
    const current = (value: string): string => renamed.get(value) ?? value;
    return nodes.map((node) => ({ ...node, inputs: node.inputs.map(current), outputs: node.outputs.map(current) }));
  };
  return { finished, initializers, inputs, addOutput };
}

/** The layer a node belongs to, told from the parameter it reads: `layer1.0.conv1.weight` → `layer1.0.conv1/`. */
function layerOf(node: Node): string {
  for (const value of node.inputs) {
    if (value?.source.kind === "input" && value.source.name.includes(".")) {
      return `${value.source.name.slice(0, value.source.name.lastIndexOf("."))}/`;
    }
  }
  return "";
}

function bytesOf(data: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
