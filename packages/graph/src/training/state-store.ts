import type * as ort from "onnxruntime-common";
import { compile } from "../compile.js";
import type { State } from "../layers/initialize.js";
import { type Runtime, sessionOptions } from "../runtime/onnx-runtime.js";
import type { RuntimeProvider } from "../runtime/provider.js";
import { formatShape, sizeOf } from "../shape.js";
import { input } from "../tensor.js";
import type { StateEntry } from "./training-step.js";

/** A vector's first values, part by part, checked against their shapes. */
function pack(entry: StateEntry, start: State): Float32Array {
  const vector = new Float32Array(sizeOf(entry.shape));
  let place = 0;
  for (const { name, shape, otherwise } of entry.parts) {
    const values = start.get(name) ?? (typeof otherwise === "object" ? start.get(otherwise.copyOf) : undefined);
    if (values === undefined && otherwise !== "zeros") throw new Error(`The initial state has no ${name} (${formatShape(shape)}).`);
    if (values !== undefined && values.length !== sizeOf(shape)) {
      throw new Error(`The initial state's ${name} has ${values.length} values, the network wants ${formatShape(shape)}.`);
    }
    if (values !== undefined) vector.set(values, place);
    place += sizeOf(shape);
  }
  return vector;
}

/** Copies the named tensors out of their vectors. */
function unpack(entries: readonly StateEntry[], vectors: ReadonlyMap<string, Float32Array>): State {
  const state: State = new Map();
  for (const entry of entries) {
    let place = 0;
    for (const { name, shape } of entry.parts) {
      state.set(name, (vectors.get(entry.input) ?? new Float32Array()).slice(place, place + sizeOf(shape)));
      place += sizeOf(shape);
    }
  }
  return state;
}

/** Keeps a step's state where the provider computes. */
export interface StateStore {
  /** Tensors to feed, by state name. */
  current(): Iterable<readonly [string, ort.Tensor]>;
  /** Preallocated tensors for the step to write into, by output name. */
  targets(): Record<string, ort.Tensor | null>;
  /** Makes a step's outputs the current state. */
  accept(values: ort.InferenceSession.OnnxValueMapType): void;
  /** Drops a step's outputs. */
  discard(values: ort.InferenceSession.OnnxValueMapType): void;
  save(): Promise<State>;
  dispose(): void;
}

/** Two sets of buffers that swap on the CPU; tensors that stay on the device on WebGPU; fresh outputs elsewhere. */
export function openStateStore(runtime: Runtime, entries: readonly StateEntry[], start: State, provider: RuntimeProvider): StateStore {
  const current = new Map<string, ort.Tensor>(
    entries.map((entry) => [entry.input, new runtime.Tensor("float32", pack(entry, start), entry.shape as number[])] as const),
  );
  const changing = entries.flatMap(({ input: name, next, shape }) => (next === undefined ? [] : [{ name, next, shape }]));
  const unpacked = (vectors: ReadonlyMap<string, Float32Array>): State => unpack(entries, vectors);
  if (provider === "cpu") return swappingStore(runtime, current, changing, unpacked);

  const onDevice = (tensor: ort.Tensor | undefined): tensor is ort.Tensor => tensor?.location === "gpu-buffer";
  return {
    current: () => current,
    targets: () => Object.fromEntries(changing.map(({ next }) => [next, null])),
    accept(values) {
      for (const { name, next } of changing) {
        const old = current.get(name);
        if (onDevice(old)) old.dispose();
        current.set(name, values[next] as ort.Tensor);
      }
    },
    discard(values) {
      for (const { next } of changing) {
        const tensor = values[next] as ort.Tensor | undefined;
        if (onDevice(tensor)) tensor.dispose();
      }
    },
    save: async () => unpacked(await copyOut(runtime, current, provider)),
    dispose() {
      for (const tensor of current.values()) if (onDevice(tensor)) tensor.dispose();
      current.clear();
    },
  };
}

function swappingStore(
  runtime: Runtime,
  current: Map<string, ort.Tensor>,
  changing: readonly { readonly name: string; readonly next: string; readonly shape: readonly number[] }[],
  unpacked: (vectors: ReadonlyMap<string, Float32Array>) => State,
): StateStore {
  const spare = new Map<string, ort.Tensor>(
    changing.map(({ name, shape }) => [name, new runtime.Tensor("float32", new Float32Array(current.get(name)?.size ?? 0), shape as number[])] as const),
  );
  return {
    current: () => current,
    targets: () => Object.fromEntries(changing.map(({ name, next }) => [next, spare.get(name) ?? null])),
    accept() {
      for (const { name } of changing) {
        const [written, old] = [spare.get(name), current.get(name)];
        if (written && old) {
          current.set(name, written);
          spare.set(name, old);
        }
      }
    },
    discard() {},
    async save() {
      return unpacked(new Map([...current].map(([name, tensor]) => [name, tensor.data as Float32Array])));
    },
    dispose() {
      current.clear();
      spare.clear();
    },
  };
}

/** Reads device tensors through a session that copies its inputs: `getData()` of a GPU tensor aborts the Node process. */
async function copyOut(runtime: Runtime, tensors: ReadonlyMap<string, ort.Tensor>, provider: RuntimeProvider): Promise<Map<string, Float32Array>> {
  const state = new Map<string, Float32Array>();
  for (const [name, tensor] of tensors) {
    if (tensor.location !== "gpu-buffer") {
      state.set(name, Float32Array.from(tensor.data as Float32Array));
      continue;
    }
    const { bytes } = compile({ outputs: { copy: input("value", tensor.dims) } });
    const session = await runtime.InferenceSession.create(bytes, sessionOptions(provider));
    const { copy } = await session.run({ value: tensor });
    state.set(name, Float32Array.from(copy?.data as Float32Array));
    await session.release();
  }
  return state;
}
