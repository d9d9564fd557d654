import type { State } from "../layers/initialize.js";
import { formatShape, sameShape, sizeOf } from "../shape.js";
import type { TrainingStep } from "../training/training-step.js";
import { readSafetensors, writeSafetensors } from "./safetensors.js";
import { CheckpointError, type StoredTensor } from "./stored-tensor.js";

/** All that a training run needs to go on as if it had never stopped, down to the last bit. */
export interface Checkpoint {
  /** Parameters, buffers, the optimiser's state and averages: what `trainer.state()` gives. */
  readonly state: State;
  readonly stepsTaken: number;
  /** Keys the dropout masks. */
  readonly seed: number;
  /** The caller's own notes, e.g. the epoch or a schedule's memory. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

const version = "1";

/**
 * Writes a checkpoint as a safetensors file, which other tools can open: weights under their PyTorch names, the optimiser's
 * state under `optimizer.<slot>.<parameter>`, averages under `average.<parameter>`, the rest in the metadata.
 *
 * @param step what is trained; it knows the shapes
 * @throws CheckpointError if the state is not that of the step
 */
export function encodeCheckpoint({ state, stepsTaken, seed, metadata = {} }: Checkpoint, step: TrainingStep): Uint8Array {
  const tensors = new Map<string, StoredTensor>();
  for (const { name, shape } of step.state) {
    const data = state.get(name);
    if (data?.length !== sizeOf(shape)) {
      throw new CheckpointError(`The state's ${name} has ${data?.length ?? "no"} values, the training step wants ${formatShape(shape)}.`);
    }
    tensors.set(name, { shape, type: "float32", data });
  }
  const own = { "checkpoint.version": version, "checkpoint.stepsTaken": String(stepsTaken), "checkpoint.seed": String(seed) };
  return writeSafetensors(tensors, { ...metadata, ...own });
}

/**
 * Reads a checkpoint back for the same training step.
 *
 * @param what the file's name, for errors
 * @throws CheckpointError if the file is damaged, no training checkpoint, or that of another network or optimiser
 */
export function decodeCheckpoint(bytes: Uint8Array, what: string, step: TrainingStep): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes, what);
  const { "checkpoint.version": found, "checkpoint.stepsTaken": stepsTaken, "checkpoint.seed": seed, ...rest } = metadata;
  if (found !== version) {
    throw new CheckpointError(`${what}: ${found === undefined ? "holds tensors, but is no training checkpoint" : `a checkpoint of version ${found.slice(0, 20)}, read is ${version}`}.`);
  }
  const state: State = new Map();
  for (const { name, shape } of step.state) {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new CheckpointError(`${what}: has no ${name} (${formatShape(shape)}); it belongs to another network or optimiser.`);
    if (!sameShape(tensor.shape, shape) || tensor.type !== "float32") {
      throw new CheckpointError(`${what}: ${name} is ${tensor.type} of ${formatShape(tensor.shape)}, the training step wants float32 of ${formatShape(shape)}.`);
    }
    state.set(name, tensor.data as Float32Array);
  }
  const extra = [...tensors.keys()].find((name) => !state.has(name));
  if (extra !== undefined) throw new CheckpointError(`${what}: holds ${extra.slice(0, 200)}, which the training step does not have.`);
  return { state, stepsTaken: integer(stepsTaken, `${what}: stepsTaken`), seed: integer(seed, `${what}: seed`), metadata: rest };
}

function integer(text: string | undefined, where: string): number {
  const value = Number(text);
  if (text === undefined || !/^-?\d{1,16}$/.test(text) || !Number.isSafeInteger(value)) throw new CheckpointError(`${where} is no integer.`);
  return value;
}
