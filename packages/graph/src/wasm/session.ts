import { decodeModel } from "../onnx/decode.js";
import type { OnnxValue } from "../onnx/model.js";
import type { HostTensor, Session } from "../runtime/session.js";
import { formatShape, type Shape, sizeOf } from "../shape.js";
import { chooseStyle, compileKernels } from "./compile-kernels.js";
import type { KernelStyle } from "./kernels/window.js";
import { planRun } from "./plan/plan.js";
import type { PackedWeights } from "./plan/planner.js";
import { checkOperators, readStored } from "./plan/read-graph.js";
import { createLoader, type Kernel, type Loader, type Program } from "./program.js";

type Feeds = Readonly<Record<string, HostTensor>>;

/**
 * Loads ONNX bytes into kernels of our own (see docs/wasm.md). Where the file leaves sizes of its inputs open, a run is planned
 * when inputs of new sizes come.
 *
 * @param style how the kernels are written; by default as is fastest here
 * @throws UnsupportedOperatorError for a graph with an operator that has no kernel
 */
export async function openSimdSession(bytes: Uint8Array, style: KernelStyle = chooseStyle()): Promise<Session> {
  const { graph } = decodeModel(bytes, "The model");
  checkOperators(graph);
  const module = await compileKernels(style);
  const packed: PackedWeights = new WeakMap();
  let stored: ReturnType<typeof readStored> | undefined = readStored(graph);
  const { outputs } = stored;
  let place: { readonly loader: Loader; readonly kernels: Readonly<Record<string, Kernel>> } | undefined;
  const programs = new Map<string, Program>();

  const programFor = (shapes: Readonly<Record<string, Shape>>): Program => {
    const key = JSON.stringify(Object.values(shapes));
    const known = programs.get(key);
    if (known !== undefined) return known;
    if (stored === undefined) throw new Error("run: the session is released.");
    const plan = planRun(stored, shapes, packed);
    place ??= openPlace(createLoader(plan), module);
    const program = place.loader.load(plan, place.kernels);
    programs.set(key, program);
    return program;
  };
  const fixed = fixedShapes(graph.inputs);
  if (fixed !== undefined) {
    programFor(fixed);
    // What the plan was made from is needed no more.
    stored = undefined;
  }

  return {
    provider: "simd",
    inputNames: graph.inputs.map(({ name }) => name),
    outputNames: outputs,
    async run(feeds) {
      const program = programFor(Object.fromEntries(graph.inputs.map((value) => [value.name, shapeOf(feeds, value)])));
      const floats = new Float32Array(place?.loader.memory.buffer ?? new ArrayBuffer(0));
      for (const { name, at } of program.inputs) floats.set(feeds[name].data as Float32Array, at / 4);
      for (const { kernel, values } of program.calls) kernel(...values);
      return Object.fromEntries(
        program.outputs.map(({ name, shape, at }) => [name, { data: floats.slice(at / 4, at / 4 + sizeOf(shape)), shape, type: "float32" as const }]),
      );
    },
    async release() {
      programs.clear();
      stored = undefined;
      place = undefined;
    },
  };
}

function openPlace(loader: Loader, module: WebAssembly.Module): { loader: Loader; kernels: Readonly<Record<string, Kernel>> } {
  const { exports } = new WebAssembly.Instance(module, { env: { memory: loader.memory } });
  return { loader, kernels: exports as unknown as Readonly<Record<string, Kernel>> };
}

/** The shapes of inputs by name, where the file says all of them. */
function fixedShapes(inputs: readonly OnnxValue[]): Record<string, Shape> | undefined {
  return inputs.every(({ free }) => free === undefined) ? Object.fromEntries(inputs.map(({ name, shape }) => [name, shape])) : undefined;
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
