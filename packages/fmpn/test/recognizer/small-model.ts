import { initialize } from "@fmpn/graph";
import { writeModel } from "#src/model-file/write-model.js";
import { faceNetwork } from "#src/networks/face-network.js";
import { smallCompact } from "../networks/small-network.js";

/** Names that no data set has: whatever the model says must work. */
export const smallClasses = ["smiling", "raising brows", "staring", "yawning"];

/** A small model file that was never trained: its answers mean nothing, but they are always the same. */
export function smallModel(classes: readonly string[] = smallClasses): Uint8Array {
  const { network } = faceNetwork(smallCompact, classes.length);
  return writeModel({ settings: smallCompact, preset: "tiny", classes, crop: { margin: 0.1 }, card: "Untrained.", state: initialize(network, 5) });
}
