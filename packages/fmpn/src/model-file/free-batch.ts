import { decodeModel, encodeModel, freeBatch, OnnxError } from "@fmpn/graph/onnx";
import { ModelFileError } from "./model-info.js";
import { readModel } from "./read-model.js";

/**
 * A model file that takes any number of faces at once, N×3×S×S, for inference servers that gather requests. `Recognizer` asks it for
 * one at a time, as every other.
 *
 * @param what the file's name, for errors
 * @throws ModelFileError for a file that is no model, and for a graph that holds how many faces there are
 */
export function takeAnyBatch(bytes: Uint8Array, what: string): Uint8Array {
  readModel(bytes, what);
  try {
    return encodeModel(freeBatch(decodeModel(bytes, what)));
  } catch (error) {
    throw error instanceof OnnxError ? new ModelFileError(`${what}: ${error.message}`, { cause: error }) : error;
  }
}
