import { readFile } from "node:fs/promises";
import path from "node:path";
import { bundledModel } from "../files/bundled-model.js";
import { modelFile } from "../files/model-file.js";
import { shortHash } from "../files/short-hash.js";
import { type FaceClassifier, type ModelClassifierOptions, openModel } from "./face-classifier.js";
import type { ModelIdentity } from "../model-identity.js";

/**
 * Opens a model file of this project.
 *
 * @param file a model file or a run's folder; by default the model that comes with the package `fmpn`
 * @throws ModelFileError naming what is wrong with it
 */
export async function openModelClassifier(file: string = bundledModel(), options: ModelClassifierOptions = {}): Promise<FaceClassifier> {
  const { bytes, model } = await readModelFile(await modelFile(file));
  return await openModel(bytes, model, options);
}

/** Reads a file with its identity. @throws Error naming the file where it cannot be read */
export async function readModelFile(file: string): Promise<{ bytes: Uint8Array; model: ModelIdentity }> {
  const read = await readFile(file).catch((error: unknown) => {
    throw new Error(`the model ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  return { bytes: new Uint8Array(read), model: { file: path.basename(file), hash: shortHash(read) } };
}
