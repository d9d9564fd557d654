import { decodeModel, formatShape, OnnxError, type OnnxModel, type OnnxValue, screenModel, sizeOf } from "@fmpn/graph/inference";
import { FACE_INPUT } from "../networks/face-input.js";
import { ModelFileError, type ModelInfo, readInfo } from "./model-info.js";

/** A checked model file. */
export interface ModelFile {
  /** The file's name, for errors. */
  readonly name: string;
  readonly info: ModelInfo;
  /** What was checked, for `openSession`. */
  readonly model: OnnxModel;
  /** The same as an ONNX file, with nothing else in it. */
  readonly bytes: Uint8Array;
  /** How its weights lie in it, largest share first, e.g. `{ type: "float16", bytes: 3200000 }`. */
  readonly weights: readonly { readonly type: string; readonly bytes: number; readonly values: number }[];
}

/** As much as the format allows: whose model it is, is said by who loads it. */
const LIMITS = { file: 2 ** 31 - 1, weights: 2 ** 31 - 1, nodes: 20_000 } as const;

/**
 * Reads a model file and checks that its graph takes and gives what its metadata says, and that it holds nothing by which a
 * runtime would read other files.
 *
 * @param what the file's name, for errors
 * @param ours whether it comes with this package: what it holds is known, and it is read once only
 * @throws ModelFileError naming what is missing or contradicts
 */
export function readModel(file: Uint8Array, what: string, ours = false): ModelFile {
  const screen = () => checked(() => screenModel(file, what, { limits: LIMITS }));
  const screened = ours ? undefined : screen();
  const model = checked(() => decodeModel(file, what));
  const info = readInfo((screened ?? model).metadata, what);
  const { graph } = model;
  const { size, classes } = info;
  check("input", FACE_INPUT, graph.inputs, [1, 3, size, size], what);
  const [surplus] = graph.inputs.filter(({ name }) => name !== FACE_INPUT);
  if (surplus !== undefined) throw new ModelFileError(`${what}: the graph wants the input "${surplus.name}", which fmpn does not feed.`);
  check("output", "logits", graph.outputs, [1, classes.length], what);
  check("output", "mask", graph.outputs, [1, 1, size, size], what);
  if (graph.outputs.some(({ name }) => name === "fused")) check("output", "fused", graph.outputs, [1, 3, size, size], what);

  const byType = new Map<string, { bytes: number; values: number }>();
  for (const { type, shape, bytes: stored } of graph.initializers) {
    const sum = byType.get(type) ?? { bytes: 0, values: 0 };
    byType.set(type, { bytes: sum.bytes + stored.length, values: sum.values + sizeOf(shape) });
  }
  const weights = [...byType].map(([type, sum]) => ({ type, ...sum })).sort((a, b) => b.bytes - a.bytes);
  let encoded: Uint8Array | undefined;
  return {
    name: what,
    info,
    model,
    // Written when it is asked for: our own kernels need no file.
    get bytes() {
      return (encoded ??= (screened ?? screen()).encode());
    },
    weights,
  };
}

function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof OnnxError) throw new ModelFileError(error.message, { cause: error });
    throw error;
  }
}

function check(kind: "input" | "output", name: string, values: readonly OnnxValue[], shape: readonly number[], what: string): void {
  const found = values.find((value) => value.name === name);
  if (found === undefined) {
    const there = values.map((value) => value.name).join(", ");
    throw new ModelFileError(`${what}: the graph has no ${kind} "${name}"; it has ${there === "" ? "none" : there}.`);
  }
  // How many faces are asked for at once may be left open.
  const sizes = found.free?.[0] === undefined ? found.shape : [1, ...found.shape.slice(1)];
  if (found.type !== "float32" || formatShape(sizes) !== formatShape(shape)) {
    throw new ModelFileError(`${what}: the ${kind} "${name}" is ${found.type} ${formatShape(found.shape)}, the metadata wants float32 ${formatShape(shape)}.`);
  }
}
