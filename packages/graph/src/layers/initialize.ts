import { createRandom } from "../random/random.js";
import { sizeOf } from "../shape.js";
import type { Network } from "./scope.js";

/** Values of named float32 tensors: what PyTorch calls a state dict. */
export type State = Map<string, Float32Array>;

/** First values of all parameters and buffers; each is drawn from its own stream, keyed by the seed and its name. */
export function initialize(network: Network, seed: number): State {
  const state: State = new Map();
  for (const [name, { tensor, initializer }] of network.parameters) {
    state.set(name, initializer(tensor.shape, createRandom(seed, name)));
  }
  for (const [name, { tensor, value }] of network.buffers) {
    state.set(name, new Float32Array(sizeOf(tensor.shape)).fill(value));
  }
  return state;
}
