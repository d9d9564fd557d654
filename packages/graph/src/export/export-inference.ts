import { toOnnx } from "../compile.js";
import type { State } from "../layers/initialize.js";
import type { Network } from "../layers/scope.js";
import { encodeModel } from "../onnx/encode.js";
import type { OnnxModel } from "../onnx/model.js";
import { toTensors } from "../checkpoints/stored-tensor.js";
import type { Tensor } from "../tensor.js";
import { foldBatchNorm } from "./fold-batch-norm.js";
import { flushTiny } from "./flush-tiny.js";
import { removeDead } from "./remove-dead.js";
import { splitPrelu } from "./split-prelu.js";
import { storeWeights, type WeightStorage } from "./store-weights.js";

export interface ExportOptions {
  /** Built for inference: `createNetwork({ training: false })`. */
  readonly network: Network;
  /** Results by the name that the file gives them. Inputs keep theirs. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Parameters and running statistics; entries of the optimiser are passed over. */
  readonly state: State;
  /** Strings that travel in the file, e.g. classes, licence, training data. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** The graph's name. */
  readonly name?: string | undefined;
  /**
   * Axes whose size is chosen when the file runs, by input and axis, each with a name; every other axis of an output than the
   * first two is free then, too. For networks of convolutions and the like, whose graph holds no size.
   */
  readonly free?: Readonly<Record<string, Readonly<Record<number, string>>>> | undefined;
  /** How large weights lie in the file. Defaults to float32. */
  readonly storage?: WeightStorage | undefined;
}

/**
 * Writes a network with its weights as an ONNX file of standard operators that any ONNX Runtime loads: running statistics
 * folded into convolutions, PReLU behind one split into products, what the outputs don't need left out, and nothing in place of
 * weights next to it.
 *
 * @throws Error if the network is built for training, or a weight is missing or has another size
 */
export function exportInference({ network, outputs, state, metadata = {}, name = "network", free, storage = "float32" }: ExportOptions): Uint8Array {
  if (network.root.training) throw new Error("exportInference: the network is built for training; build it with createNetwork({ training: false }).");
  const weights = new Map([...toTensors(state, network)].map(([key, { data }]) => [key, data]));
  const model = toOnnx({ outputs, target: "portable", name, metadata, weights });
  const split = splitPrelu(foldBatchNorm(model), storage === "int8" ? stepsOfHalves : undefined);
  const stored = storeWeights(flushTiny(removeDead(split)), storage);
  return encodeModel(free === undefined ? stored : freeAxes(stored, free));
}

/** What a half tells apart between 1 and 2. */
const stepsOfHalves = 1024;

function freeAxes(model: OnnxModel, free: Readonly<Record<string, Readonly<Record<number, string>>>>): OnnxModel {
  const { inputs, outputs } = model.graph;
  return {
    ...model,
    graph: {
      ...model.graph,
      inputs: inputs.map((value) => ({ ...value, free: free[value.name] })),
      outputs: outputs.map((value) => ({ ...value, free: Object.fromEntries(value.shape.flatMap((_, axis) => (axis < 2 ? [] : [[axis, `${value.name}/${axis}`]]))) })),
    },
  };
}
