/** Weights and checkpoints as bytes, from and to PyTorch: `@fmpn/graph/checkpoints`. As files, in Node: `@fmpn/graph/files`. */
export { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.js";
export { isPytorch, type PytorchOptions, readPytorch } from "./pytorch/read-pytorch.js";
export { readTensors } from "./read-tensors.js";
export { readSafetensors, type Safetensors, writeSafetensors } from "./safetensors.js";
export { CheckpointError, type StoredTensor, toState, toTensors } from "./stored-tensor.js";
