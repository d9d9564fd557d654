import { decodeModel } from "../onnx/decode.js";
import type { OnnxModel, OnnxValue } from "../onnx/model.js";
import type { HostTensor, Session } from "../runtime/session.js";
import { formatShape, type Shape, sizeOf } from "../shape.js";
import { breathe } from "./breathe.js";
import { chooseStyle, compileKernels } from "./compile-kernels.js";
import type { KernelStyle } from "./kernels/window.js";
import { type Plan, planRun } from "./plan/plan.js";
import type { PackedWeights } from "./plan/planner.js";
import { multiplications } from "./plan/multiplications.js";
import { checkOperators, type Computation, readComputation, readStored, type StoredGraph } from "./plan/read-graph.js";
import type { RunGuard } from "./plan/run-limits.js";
import { createLoader, type Kernel, type Loader, type Program } from "./program.js";

type Feeds = Readonly<Record<string, HostTensor>>;

/** A graph that the kernels can compute. */
export interface SimdModel {
  readonly inputs: readonly OnnxValue[];
  readonly stored: StoredGraph;
  /** Where the file leaves no size open. */
  readonly computation: Computation | undefined;
  /** Products that are added up in a run, where no size is left open. */
  readonly multiplications: number | undefined;
}

/**
 * Reads an ONNX file, or what is decoded of one, for the kernels.
 *
 * @throws UnsupportedOperatorError for a graph with an operator that has no kernel
 * @throws OversizedGraphError for one that would take more than the guard lets it; sizes that the file leaves open count as 1, until a run
 */
export function readSimdModel(source: Uint8Array | OnnxModel, guard?: RunGuard): SimdModel {
  const { graph } = "graph" in source ? source : decodeModel(source, "The model");
  checkOperators(graph);
  const stored = readStored(graph, guard);
  const { inputs } = graph;
  const fixed = inputs.every(({ free }) => free === undefined) ? Object.fromEntries(inputs.map(({ name, shape }) => [name, shape])) : undefined;
  const computation = fixed === undefined ? undefined : readComputation(stored, fixed);
  if (fixed === undefined && guard !== undefined) readComputation(stored, Object.fromEntries(inputs.map(({ name, shape, free = {} }) => [name, shape.map((size, axis) => (free[axis] === undefined ? size : 1))])));
  return { inputs, stored, computation, multiplications: computation && multiplications(computation.operations) };
}

/** How a graph is computed. */
export interface SimdOptions {
  /** How the kernels are written; by default as is fastest here, of whole numbers in plain SIMD, whose bits are the same everywhere. */
  readonly style?: KernelStyle | undefined;
  /** Whether weights that are stored in 8 bits are multiplied as whole numbers: see `SessionOptions`. */
  readonly wholeNumbers?: boolean | undefined;
}

/**
 * Loads a graph into kernels of our own (see docs/wasm.md). Where the file leaves sizes of its inputs open, a run is planned
 * when inputs of new sizes come.
 *
 * @throws UnsupportedOperatorError for a case of an operator that has no kernel
 */
export async function openSimdSession({ inputs, stored, computation }: SimdModel, { wholeNumbers = false, style = chooseStyle(wholeNumbers) }: SimdOptions = {}): Promise<Session> {
  const compiling = compileKernels(style);
  const packed: PackedWeights = { wholeNumbers, blocks: new WeakMap() };
  const { outputs } = stored;
  // What plans are made from: needed no more where there is one plan.
  let graph = computation === undefined ? stored : undefined;
  let place: { readonly loader: Loader; readonly kernels: Readonly<Record<string, Kernel>> } | undefined;

  const keyOf = (shapes: readonly Shape[]): string => shapes.join("|");
  // Planned while the engine compiles.
  const plan = computation && planRun(computation, packed);
  const module = await compiling;
  const load = (planned: Plan): Program => {
    place ??= openPlace(createLoader(planned), module);
    return place.loader.load(keyOf(planned.inputs.map(({ shape }) => shape)), planned, place.kernels);
  };
  const programFor = (feeds: Feeds): Program => {
    const shapes = inputs.map((value) => shapeOf(feeds, value));
    const known = place?.loader.program(keyOf(shapes));
    if (known !== undefined) return known;
    if (graph === undefined) throw new Error("run: the session is closed.");
    return load(planRun(readComputation(graph, Object.fromEntries(inputs.map(({ name }, index) => [name, shapes[index]]))), packed));
  };
  if (plan !== undefined) load(plan);

  return {
    provider: "simd",
    inputNames: inputs.map(({ name }) => name),
    outputNames: outputs,
    async run(feeds) {
      await breathe();
      const program = programFor(feeds);
      const floats = new Float32Array(place?.loader.memory.buffer ?? new ArrayBuffer(0));
      for (const { name, at } of program.inputs) floats.set(feeds[name].data as Float32Array, at / 4);
      for (const { kernel, values } of program.calls) kernel(...values);
      return Object.fromEntries(
        program.outputs.map(({ name, shape, at }) => [name, { data: floats.slice(at / 4, at / 4 + sizeOf(shape)), shape, type: "float32" as const }]),
      );
    },
    async close() {
      graph = undefined;
      place = undefined;
    },
  };
}

function openPlace(loader: Loader, module: WebAssembly.Module): { loader: Loader; kernels: Readonly<Record<string, Kernel>> } {
  const { exports } = new WebAssembly.Instance(module, { env: { memory: loader.memory } });
  return { loader, kernels: exports as unknown as Readonly<Record<string, Kernel>> };
}

/** The shape of what is fed to an input, checked. */
function shapeOf(feeds: Feeds, { name, shape: sizes, free = {} }: OnnxValue): Shape {
  const wanted = sizes.map((size, axis) => free[axis] ?? size);
  const fed = feeds[name];
  if (fed === undefined) throw new TypeError(`run: the graph's input "${name}" is not fed.`);
  const { data, shape, type = "float32" } = fed;
  if (!(data instanceof Float32Array) || type !== "float32") throw new TypeError(`run: input "${name}" is ${type}, the graph takes float32.`);
  const fits = shape.length === wanted.length && shape.every((size, axis) => size >= 1 && (typeof wanted[axis] === "string" || wanted[axis] === size));
  if (!fits) throw new TypeError(`run: input "${name}" is ${formatShape(shape)}, the graph takes ${wanted.join("×")}.`);
  if (data.length !== sizeOf(shape)) throw new TypeError(`run: input "${name}" has ${data.length} values, its shape ${formatShape(shape)} wants ${sizeOf(shape)}.`);
  return shape;
}
