import { readModelBytes } from "#model-bytes";
import { BASE64_FAULT, bytesOfDataAddress, isBase64Text } from "../images/data-address.js";
import type { FileSource } from "../images/image-source.js";
import { type KnownFile, knowFile } from "../images/known-source.js";
import { nameOfSource } from "../images/source-name.js";
import { ModelFileError } from "../model-file/model-info.js";
import { type ModelFile, readModel } from "../model-file/read-model.js";

/**
 * Reads and checks a model file.
 *
 * @param source a path (Node) or an address, bytes, or a Blob; by default the model that comes with this package
 * @throws ModelFileError naming the file and what is wrong with it, also where it cannot be read; TypeError for what is no file
 */
export async function loadModel(source: FileSource | undefined, signal?: AbortSignal): Promise<ModelFile> {
  const file = source === undefined ? undefined : knowFile(source, "A model");
  const name = file === undefined ? "the bundled model" : nameOfSource(file, "the model");
  const bytes = await bytesOf(file, name, signal);
  signal?.throwIfAborted();
  return readModel(bytes, name, file === undefined);
}

async function bytesOf(file: KnownFile | undefined, name: string, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    if (file?.kind === "bytes") return file.bytes;
    if (file?.kind === "blob") return new Uint8Array(await file.blob.arrayBuffer());
    if (file !== undefined && isBase64Text(file.address)) throw new Error(BASE64_FAULT);
    return (file !== undefined && bytesOfDataAddress(file.address)) || (await readModelBytes(file?.address, signal));
  } catch (error) {
    signal?.throwIfAborted();
    throw new ModelFileError(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
