import { readModelBytes } from "#model-bytes";
import type { FileSource } from "../images/image-source.js";
import { ModelFileError } from "../model-file/model-info.js";
import { type ModelFile, readModel } from "../model-file/read-model.js";

/**
 * Reads and checks a model file.
 *
 * @param source a path (Node) or an address, bytes, or a Blob; by default the model that comes with this package
 * @throws ModelFileError naming the file and what is wrong with it, also where it cannot be read
 */
export async function loadModel(source: FileSource | undefined, signal?: AbortSignal): Promise<ModelFile> {
  const { bytes, name } = await readSource(source, signal);
  signal?.throwIfAborted();
  return readModel(bytes, name);
}

async function readSource(source: FileSource | undefined, signal?: AbortSignal): Promise<{ bytes: Uint8Array; name: string }> {
  if (source instanceof Uint8Array) return { bytes: source, name: "the model" };
  if (source instanceof ArrayBuffer) return { bytes: new Uint8Array(source), name: "the model" };
  if (source instanceof Blob) {
    const name = typeof File !== "undefined" && source instanceof File ? source.name : "the model";
    return { bytes: new Uint8Array(await source.arrayBuffer()), name };
  }
  const name = source === undefined ? "the bundled model" : String(source);
  try {
    return { bytes: await readModelBytes(source, signal), name };
  } catch (error) {
    signal?.throwIfAborted();
    throw new ModelFileError(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
