/** Model files and weights: reading, writing, from and to PyTorch: `fmpn/model`. */
export { ModelFileError, type ModelInfo } from "./model-info.js";
export { openModelSession } from "./open-model-session.js";
export { type ModelFile, readModel } from "./read-model.js";
export { relabelModel } from "./relabel-model.js";
export { takeAnyBatch } from "./free-batch.js";
export { type ModelToWrite, writeModel } from "./write-model.js";
export type { FmpnSettings } from "../networks/fmpn.js";
export { type AuthorsFiles, authorsFileNames, readAuthorsCheckpoint } from "../weights/authors-checkpoint.js";
export { readBackboneWeights, readNetworkWeights, writeNetworkWeights } from "../weights/network-weights.js";
export { readWeights } from "../weights/read-weights.js";
export { WeightsError } from "../weights/weights-error.js";
