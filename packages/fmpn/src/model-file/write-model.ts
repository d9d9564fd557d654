import type { State } from "@fmpn/graph";
import { exportInference, type WeightStorage } from "@fmpn/graph/onnx";
import { faceNetwork } from "../networks/face-network.js";
import type { FmpnSettings } from "../networks/fmpn.js";
import { type ModelInfo, writeInfo } from "./model-info.js";

export interface ModelToWrite extends Omit<ModelInfo, "size" | "normalization" | "settings"> {
  readonly settings: FmpnSettings;
  /** Weights and running statistics under their PyTorch names; more (such as an optimiser's state) is passed over. */
  readonly state: State;
  /** How large weights lie in the file. Defaults to float16, which halves it and changes no answer that was clear. */
  readonly storage?: WeightStorage | undefined;
}

/**
 * The model file: one ONNX graph with everything that a recogniser needs.
 *
 * | | name | shape | values |
 * | --- | --- | --- | --- |
 * | input | `face` | 1×3×S×S | aligned RGB crop, value/255; the gray image is computed inside (Rec. 601) |
 * | output | `logits` | 1×K | before the softmax, in the order of `fmpn.classes` |
 * | output | `mask` | 1×1×S×S | motion mask in (0, 1) |
 * | output | `fused` | 1×3×S×S | what the classifier is given, red, green, blue in [0, 1]; only where the network brings the mask into the face's pixels |
 *
 * The graph takes one face. Several faces are run one after the other, which on a CPU takes no longer than together:
 * one face keeps all cores busy.
 *
 * @throws CheckpointError if a weight is missing or has another size; ModelFileError if the info is not valid
 */
export function writeModel({ settings, state, storage = "float16", ...info }: ModelToWrite): Uint8Array {
  const { network, logits, mask, focus, fused } = faceNetwork(settings, info.classes.length);
  const shown = focus !== undefined && settings.priorFusion.output !== "features" ? { fused } : {};
  const metadata = writeInfo({ ...info, size: settings.size, normalization: "unit", settings });
  return exportInference({ network, outputs: { logits, mask, ...shown }, state, metadata, name: `fmpn ${info.preset}`, storage });
}
