import { decodeModel, encodeModel } from "@fmpn/graph/onnx";
import { type ModelInfo, writeInfo } from "./model-info.js";
import { readModel } from "./read-model.js";

/**
 * A model file with another card or licence; its graph and weights stay.
 *
 * @param what the file's name, for errors
 * @throws ModelFileError for a file that is no model
 */
export function relabelModel(bytes: Uint8Array, what: string, label: Partial<Pick<ModelInfo, "card" | "license">>): Uint8Array {
  const { info } = readModel(bytes, what);
  return encodeModel({ ...decodeModel(bytes, what), metadata: writeInfo({ ...info, ...label }) });
}
