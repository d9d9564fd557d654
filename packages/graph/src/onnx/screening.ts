import type { Shape } from "../shape.js";
import { ForeignModelError, shown } from "./foreign-model-error.js";
import { child, children, type Content, integerOf, integersOf, type Message, readMessages, textOf, textsOf, writeMessages } from "./message-tree.js";
import { type ExternalBytes, screenTensor } from "./screen-tensor.js";

/** How much a model of unknown origin may hold. */
export interface ScreeningLimits {
  /** Bytes of the file. */
  readonly file: number;
  /** Bytes of its tensors, with those that lie beside it. */
  readonly weights: number;
  readonly nodes: number;
}

/** For the files of strangers. */
export const STRICT_LIMITS: ScreeningLimits = { file: 80 * 2 ** 20, weights: 64 * 2 ** 20, nodes: 20_000 };

export interface ScreeningOptions {
  /** By default {@link STRICT_LIMITS}. */
  readonly limits?: ScreeningLimits | undefined;
  /** Reads bytes that the model keeps in another file, which is its word alone: check the place. By default such models are refused. */
  readonly readExternal?: ((bytes: ExternalBytes) => Uint8Array) | undefined;
}

/** An input or output of a model. Axes are sizes, or the names of sizes that are not fixed. */
export interface ForeignValue {
  readonly name: string;
  /** `TensorProto.DataType`, e.g. 1 for float32. */
  readonly type: number;
  readonly shape: readonly (number | string)[];
}

/** A model that holds nothing which a runtime could take for an order to read files or to run for ever. */
export interface ScreenedModel {
  readonly inputs: readonly ForeignValue[];
  readonly outputs: readonly ForeignValue[];
  /** Operator set version by domain; the standard domain is "". */
  readonly opsets: Readonly<Record<string, number>>;
  /** Names of the operators, each once, in alphabetical order; those of `ai.onnx.ml` with the domain before them. */
  readonly operators: readonly string[];
  readonly nodes: number;
  /** Bytes of the tensors. */
  readonly weights: number;
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * The model written anew with what was checked and nothing else, so that a runtime's reader cannot find more in it than
   * this one did.
   *
   * @param shapes fixed sizes for the inputs, by name
   * @throws ForeignModelError of kind `shape` where they contradict what the model says
   */
  encode(shapes?: Readonly<Record<string, Shape>>): Uint8Array;
}

/** Nodes of these hold graphs of their own, and one of them can run without end. */
const CONTROL_FLOW: ReadonlySet<string> = new Set(["Loop", "Scan", "If", "SequenceMap"]);
const DOMAINS: ReadonlySet<string> = new Set(["", "ai.onnx", "ai.onnx.ml"]);
const OPSETS = { least: 7, most: 22 } as const;

/**
 * Reads a model of unknown origin before any runtime sees it, and refuses what could make one read files, run for ever or fill
 * the memory while it loads: external data, sparse tensors, functions, control flow, foreign operators, absurd shapes and sizes.
 * (Reading beyond the file was a fault in ONNX's and ONNX Runtime's own readers several times: CVE-2022-25882, CVE-2024-27318.)
 * What remains takes bounded time for each node, but its tensors may still be large: run it under limits.
 *
 * @param what the file's name, for errors
 * @throws ForeignModelError with the kind of refusal
 */
export function screenModel(bytes: Uint8Array, what: string, { limits = STRICT_LIMITS, readExternal }: ScreeningOptions = {}): ScreenedModel {
  return named(what, () => {
    if (bytes.length > limits.file) throw new ForeignModelError("too large", `it has ${megabytes(bytes.length)}; at most ${megabytes(limits.file)} are read`);
    const model = readMessages(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
    const graph = child(model, 7);
    if (graph === undefined) throw new ForeignModelError("file", "it holds no graph; this is no ONNX model");
    if (model.fields.has(25)) throw new ForeignModelError("operators", "it defines functions of its own, which are not run here; export it without them");
    if (model.fields.has(20)) throw new ForeignModelError("operators", "it holds training information; export it for inference");
    if (graph.fields.has(15)) throw new ForeignModelError("external data", "it has sparse tensors, through which a runtime may be made to read other files; store them densely");
    const opsets = opsetsOf(model);
    const nodes = children(graph, 1);
    if (nodes.length > limits.nodes) throw new ForeignModelError("too large", `it has ${nodes.length.toLocaleString("en")} nodes; at most ${limits.nodes.toLocaleString("en")} are run`);
    for (const node of nodes) screenNode(node);

    const tensors = [...children(graph, 5), ...nodes.flatMap((node) => children(node, 5)).flatMap((attribute) => [...children(attribute, 5), ...children(attribute, 10)])];
    let weights = 0;
    for (const tensor of tensors) {
      weights += screenTensor(tensor, readExternal);
      if (weights > limits.weights) throw new ForeignModelError("too large", `its tensors have more than ${megabytes(limits.weights)}`);
    }
    // Older files list the initializers among the inputs, too.
    const given = new Set(children(graph, 5).map((tensor) => textOf(tensor, 8)));
    const inputs = children(graph, 11).filter((value) => !given.has(textOf(value, 1)));
    return {
      inputs: inputs.map((value) => valueOf(value, "input")),
      outputs: children(graph, 12).map((value) => valueOf(value, "output")),
      opsets,
      operators: [...new Set(nodes.map(operatorOf))].toSorted(),
      nodes: nodes.length,
      weights,
      metadata: Object.fromEntries(children(model, 14).map((entry) => [textOf(entry, 1), textOf(entry, 2)])),
      encode: (shapes = {}) =>
        named(what, () => {
          for (const value of inputs) bind(value, shapes[textOf(value, 1)]);
          return writeMessages(model);
        }),
    };
  });
}

/** Errors begin with the file's name. */
function named<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ForeignModelError) throw new ForeignModelError(error.kind, `${what}: ${error.message}`, { cause: error });
    throw error;
  }
}

function opsetsOf(model: Message): Record<string, number> {
  const opsets = Object.fromEntries(children(model, 8).map((entry) => [textOf(entry, 1), integerOf(entry, 2)]));
  const version = opsets[""] ?? opsets["ai.onnx"] ?? 1;
  if (version < OPSETS.least || version > OPSETS.most) {
    throw new ForeignModelError("operators", `it is written for operator set ${version}; ${OPSETS.least} to ${OPSETS.most} are run here`);
  }
  return opsets;
}

function operatorOf(node: Message): string {
  const [operator, domain] = [textOf(node, 4), textOf(node, 7)];
  return domain === "" || domain === "ai.onnx" ? operator : `${domain}.${operator}`;
}

function screenNode(node: Message): void {
  const [operator, domain] = [textOf(node, 4), textOf(node, 7)];
  const where = `its node ${shown(textOf(node, 3) || (textsOf(node, 2)[0] ?? ""))}`;
  if (!DOMAINS.has(domain)) throw new ForeignModelError("operators", `${where} is ${shown(operator)} of ${shown(domain)}; only ONNX's own operators are run here`);
  if (CONTROL_FLOW.has(operator)) throw new ForeignModelError("operators", `${where} is ${operator}: loops and branches are not run here; export the model with fixed sizes`);
  for (const attribute of children(node, 5)) {
    if ([6, 11, 14, 15, 21].some((field) => attribute.fields.has(field))) {
      throw new ForeignModelError("operators", `${where} (${shown(operator)}) has the attribute ${shown(textOf(attribute, 1))}, a graph, a type or a function's parameter; such are not run here`);
    }
    if (attribute.fields.has(22) || attribute.fields.has(23)) {
      throw new ForeignModelError("external data", `${where} has a sparse tensor, through which a runtime may be made to read other files; store it densely`);
    }
  }
}

function valueOf(value: Message, kind: "input" | "output"): ForeignValue {
  const name = textOf(value, 1);
  const tensor = child(child(value, 2), 1);
  const shape = child(tensor, 2);
  if (tensor === undefined) throw new ForeignModelError("shape", `its ${kind} ${shown(name)} is no tensor`);
  // An output's shape may be left for the runtime to find out; an input's must be known to feed it.
  if (shape === undefined && kind === "input") throw new ForeignModelError("shape", `its input ${shown(name)} has no shape`);
  return { name, type: integerOf(tensor, 1), shape: shape === undefined ? [] : children(shape, 1).map(axisOf) };
}

function axisOf(axis: Message): number | string {
  if (!axis.fields.has(1)) return textOf(axis, 2);
  const [size = 0] = integersOf(axis, 1);
  // Some exporters write 0 or −1 for what is not fixed.
  return size > 0 ? size : "";
}

/** Gives an input the sizes that it will be fed with. */
function bind(value: Message, shape: Shape | undefined): void {
  if (shape === undefined) return;
  const stated = valueOf(value, "input");
  const fits = stated.shape.length === shape.length && stated.shape.every((size, axis) => typeof size === "string" || size === shape[axis]);
  if (!fits) throw new ForeignModelError("shape", `its input ${shown(stated.name)} takes ${describeShape(stated.shape)}, not ${describeShape(shape)}`);
  const axes = shape.map((size): Content => ({ kind: "axis", fields: new Map<number, Content[]>([[1, [BigInt(size)]]]) }));
  child(child(child(value, 2), 1), 2)?.fields.set(1, axes);
}

/** `1×3×height×width` */
export function describeShape(shape: readonly (number | string)[]): string {
  return shape.length === 0 ? "a single number" : shape.map((size) => (typeof size === "number" ? String(size) : size.slice(0, 20) || "?")).join("×");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
}
