import { isPytorch, type PytorchOptions, readPytorch } from "./pytorch/read-pytorch.js";
import { readSafetensors } from "./safetensors.js";
import { CheckpointError, type StoredTensor } from "./stored-tensor.js";

/** Beginnings of files that people also keep weights in, with what to do about it. */
const others: readonly (readonly [readonly number[], string])[] = [
  [[0x89, 0x48, 0x44, 0x46], "an HDF5 file, as Keras writes; convert its weights to safetensors"],
  [[0x1f, 0x8b], "compressed by gzip; unpack it first"],
  [[0x08], "an ONNX model, it seems; weights are read from PyTorch's files and safetensors, of a run of fmpn from its folder"],
];

/**
 * Reads the tensors of a file of weights, told by its first bytes whatever its name is: PyTorch's in both of its formats, or
 * safetensors.
 *
 * @param what the file's name, for errors
 * @throws CheckpointError if it is neither, or damaged
 */
export function readTensors(bytes: Uint8Array, what: string, options?: PytorchOptions): Map<string, StoredTensor> {
  if (isPytorch(bytes)) return readPytorch(bytes, what, options);
  const known = bytes[8] === 0x7b ? undefined : others.find(([beginning]) => beginning.every((byte, at) => bytes[at] === byte));
  if (known !== undefined) throw new CheckpointError(`${what}: ${known[1]}.`);
  return readSafetensors(bytes, what).tensors;
}
