import { readFile } from "node:fs/promises";
import path from "node:path";
import { createNetwork, input, type State } from "@fmpn/graph";
import { readSafetensors, toState } from "@fmpn/graph/checkpoints";
import { exportInference, type WeightStorage } from "@fmpn/graph/onnx";
import { SECOND_LOOK_SIDE } from "fmpn/faces";
import { detectionNetwork, STRIDES } from "./detection-network.js";
import { secondLookNetwork } from "./second-look-network.js";

/** The sides of the file's example input; any multiples of 32 fit. */
const SIDE = 64;

/**
 * The trained network as an ONNX file: input `picture` 1×3×H×W of any size whose sides are multiples of 32, (v − 127)/128;
 * outputs `stride8`, `stride16` and `stride32`, each 1×15×H/stride×W/stride (see `detectionNetwork`).
 *
 * @param metadata what the file says of itself: licence, training data, calibration
 */
export function detectorFile(weights: State, metadata: Readonly<Record<string, string>>, storage: WeightStorage = "int8"): Uint8Array {
  const network = createNetwork({ training: false });
  const maps = detectionNetwork(network.root, input("picture", [1, 3, SIDE, SIDE]));
  const outputs = Object.fromEntries(maps.map((map, level) => [`stride${STRIDES[level]}`, map]));
  return exportInference({ network, outputs, state: weights, metadata, name: "face detector", free: { picture: { 2: "height", 3: "width" } }, storage });
}

/** The trained second look as an ONNX file: input `crop` 1×3×80×80, output `seen` 1×1, a logit. */
export function secondLookFile(weights: State, metadata: Readonly<Record<string, string>>, storage: WeightStorage = "int8"): Uint8Array {
  const network = createNetwork({ training: false });
  const seen = secondLookNetwork(network.root, input("crop", [1, 3, SECOND_LOOK_SIDE, SECOND_LOOK_SIDE]));
  return exportInference({ network, outputs: { seen }, state: weights, metadata, name: "second look at a face", storage });
}

/** The weights of a run of either training, as far as it has come. */
export async function readDetectorWeights(folder: string): Promise<State> {
  const file = path.join(folder, "weights.safetensors");
  const bytes = await readFile(file).catch(() => {
    throw new Error(`${folder} has no weights.safetensors: no detector has been trained there (fmpn detector train, second-look)`);
  });
  return toState(readSafetensors(new Uint8Array(bytes), file).tensors);
}
