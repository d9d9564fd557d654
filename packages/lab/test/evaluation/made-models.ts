import { constant, createNetwork, initialize, input } from "@fmpn/graph";
import { exportInference } from "@fmpn/graph/onnx";
import { add, flatten, globalAveragePool, multiply } from "@fmpn/graph/operators";
import { writeModel } from "fmpn/model";
import { faceNetwork, type FmpnSettings, presets } from "fmpn/networks";

const light = (preset: FmpnSettings): FmpnSettings => ({ ...preset, size: 64, maskGenerator: { ...preset.maskGenerator, width: 4, blocks: 1 } });

/**
 * A small network with weights drawn by chance, as a model file. Its answers differ from face to face and mean nothing.
 *
 * @param preset "compact" fuses the mask into the face's pixels
 */
export function untrainedModel(classes: readonly string[], margin = 0.1, preset: "small" | "compact" = "small"): Uint8Array {
  const settings = light(presets[preset]);
  const state = initialize(faceNetwork({ ...settings, initialization: { scheme: "kaiming", gain: 1 } }, classes.length).network, 4);
  return writeModel({ settings, preset: "tiny", classes, crop: { margin }, card: "Untrained.", state, storage: "float32" });
}

/** A classifier of another make: the mean of each colour plane of a 16×16 face, scaled, is the class's logit. */
export function colorModel(scale: readonly number[]): Uint8Array {
  const network = createNetwork({ training: false });
  const face = input("pixels", [1, 3, 16, 16]);
  const means = flatten(globalAveragePool(face));
  const color = add(multiply(means, constant(Float32Array.from(scale), [1, 3])), constant(new Float32Array(3), [1, 3]));
  return exportInference({ network, outputs: { color, means }, state: new Map() });
}
