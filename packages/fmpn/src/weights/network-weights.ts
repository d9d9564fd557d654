import type { Network, State } from "@fmpn/graph";
import { toTensors, writeSafetensors } from "@fmpn/graph/checkpoints";
import type { BackboneName } from "../networks/backbones/names.js";
import { headOf } from "../networks/classification-net.js";
import { readWeights } from "./read-weights.js";
import { takeWeights } from "./take-weights.js";

/**
 * Reads the weights of a whole network, by their PyTorch names with `fmg.`, `pfn.` and `cls.` before them.
 *
 * @param network of `fmpn` or `faceNetwork`
 * @param bytes safetensors or `.pth`
 * @param what the file's name, for errors
 * @throws WeightsError, CheckpointError
 */
export function readNetworkWeights(network: Network, bytes: Uint8Array, what: string): State {
  const tensors = readWeights(bytes, what);
  // A training checkpoint also holds the optimiser's state and averages.
  for (const name of tensors.keys()) if (name.startsWith("optimizer.") || name.startsWith("average.")) tensors.delete(name);
  const head = network.parameters.has("cls.classifier.weight") ? "cls.classifier" : "cls.fc";
  return takeWeights(network, tensors, what, { head });
}

/** A network's weights as safetensors under their PyTorch names, which `load_state_dict` takes. */
export function writeNetworkWeights(network: Network, state: State, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  return writeSafetensors(toTensors(state, network), metadata);
}

/**
 * Reads a backbone's weights as torchvision gives them (trained on ImageNet's 1000 classes) for the classification net. The
 * last layer is left out: `initialize` draws a new one for the network's own classes. Inception's auxiliary head is passed
 * over, and the names of densenet files from before 2017 (`norm.1`) become today's (`norm1`).
 *
 * @param bytes `.pth` or safetensors
 * @param what the file's name, for errors
 * @returns values under `cls.…`
 * @throws WeightsError, CheckpointError
 */
export function readBackboneWeights(network: Network, backbone: BackboneName, bytes: Uint8Array, what: string): State {
  const tensors = new Map([...readWeights(bytes, what)].filter(([name]) => !name.startsWith("AuxLogits.")).map(([name, tensor]) => [currentName(name), tensor]));
  return takeWeights(network, tensors, what, { prefix: "cls.", head: headOf(backbone), replaceHead: true });
}

function currentName(name: string): string {
  return name.replace(/(denselayer\d+\.(?:norm|conv))\.([12])\./, "$1$2.");
}
