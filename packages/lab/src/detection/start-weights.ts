import { readFile } from "node:fs/promises";
import path from "node:path";
import { initialize, type Network, type State } from "@fmpn/graph";
import { readSafetensors, toState } from "@fmpn/graph/checkpoints";
import { decodeModel } from "@fmpn/graph/onnx";

/** In an Ultra-Light-Fast RFB-320, by the order of its convolutions: the block that is left out, and the one in it that leads past it. */
const BLOCK = { first: 13, count: 12, past: 24 };

/**
 * First values: the layers called `body` as another detector has learned them, everything else that it has not drawn from the
 * seed.
 *
 * @param file a first look's `weights.safetensors`, of which all is taken that fits; or an Ultra-Light-Fast RFB-320 (Linzaer, MIT) as an ONNX file with its
 * normalisation folded in, as `lab/models/ultra-light-rfb` holds one
 * @throws Error where the file's layers are others
 */
export async function bodyStart(network: Network, seed: number, file: string): Promise<State> {
  const bytes = new Uint8Array(await readFile(file));
  const state = initialize(network, seed);
  const names = [...network.parameters.keys()].filter((name) => name.startsWith("body."));
  const learned = file.endsWith(".safetensors") ? toState(readSafetensors(bytes, file).tensors) : bodyOfUltraLight(bytes, file, names);
  for (const name of state.keys()) {
    const [values, wanted] = [learned.get(name), state.get(name)];
    if (values?.length !== wanted?.length && !names.includes(name)) continue;
    if (values === undefined || values.length !== wanted?.length) throw new Error(`${file}: where ${name} is to have ${wanted?.length} values, it has ${values?.length ?? "none"}`);
    state.set(name, values);
  }
  return state;
}

/** Its weights and biases, convolution by convolution, under the names that they have here. */
function bodyOfUltraLight(bytes: Uint8Array, file: string, names: readonly string[]): State {
  const { graph } = decodeModel(bytes, path.basename(file));
  const stored = new Map(graph.initializers.map((tensor) => [tensor.name, tensor.bytes]));
  const body = graph.nodes
    .filter(({ operator, inputs }) => operator === "Conv" && !/headers|extras/u.test(inputs[1] ?? ""))
    .filter((_, index) => index < BLOCK.first || index >= BLOCK.first + BLOCK.count || index === BLOCK.past);
  const parameters = body.flatMap(({ inputs }) => inputs.slice(1));
  return new Map(names.map((name, index) => [name, new Float32Array(stored.get(parameters[index] ?? "")?.slice().buffer ?? new ArrayBuffer(0))]));
}
