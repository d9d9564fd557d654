import { readFile } from "node:fs/promises";
import path from "node:path";
import { decodeModel, type Network, type State, initialize } from "@fmpn/graph";

/** Convolutions of Ultra-Light-Fast RFB-320 in the order of its file that the network's `body` has, too; `undefined`: it has not. */
const CONVOLUTIONS_BEFORE_BLOCK = 13;
/** Within the block that is left out, the convolution that leads past it. */
const PAST_BLOCK = 11;
const CONVOLUTIONS_OF_BLOCK = 12;

/**
 * First values: the first layers as another detector has learned them, everything else drawn from the seed.
 *
 * @param file an Ultra-Light-Fast RFB-320 as an ONNX file with its normalisation folded in, such as `faceplugin-detector.onnx`
 * @throws Error where the file's convolutions are others
 */
export async function detectionStart(network: Network, seed: number, file: string): Promise<State> {
  const { graph } = decodeModel(new Uint8Array(await readFile(file)), path.basename(file));
  const stored = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const convolutions = graph.nodes.filter(({ operator }) => operator === "Conv");
  const chosen = [...convolutions.slice(0, CONVOLUTIONS_BEFORE_BLOCK), convolutions[CONVOLUTIONS_BEFORE_BLOCK + PAST_BLOCK]];
  const rest = convolutions.slice(CONVOLUTIONS_BEFORE_BLOCK + CONVOLUTIONS_OF_BLOCK).filter(({ inputs }) => !/headers|extras/u.test(inputs[1] ?? ""));
  const state = initialize(network, seed);
  const names = [...network.parameters.keys()].filter((name) => name.startsWith("body."));
  for (const [index, node] of [...chosen, ...rest].entries()) {
    for (const [part, parameter] of [names[2 * index], names[2 * index + 1]].entries()) {
      const tensor = stored.get(node?.inputs[1 + part] ?? "");
      const expected = parameter === undefined ? undefined : network.parameters.get(parameter)?.tensor.shape.join("×");
      if (tensor === undefined || parameter === undefined || tensor.shape.join("×") !== expected) {
        throw new Error(`${file} is no Ultra-Light-Fast RFB-320 with its normalisation folded in: where ${parameter} is to be ${expected}, it has ${tensor?.shape.join("×") ?? "nothing"}`);
      }
      state.set(parameter, new Float32Array(tensor.bytes.slice().buffer));
    }
  }
  return state;
}
