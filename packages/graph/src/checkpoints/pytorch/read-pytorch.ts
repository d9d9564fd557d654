import { CheckpointError, plainBytes, type StoredTensor } from "../stored-tensor.js";
import { collectTensors, descend, weightsIn } from "./collect-tensors.js";
import { isLegacy, openLegacyCheckpoint } from "./legacy-checkpoint.js";
import { readTensors } from "./read-storage.js";
import { openZipCheckpoint } from "./zip-checkpoint.js";

export interface PytorchOptions {
  /**
   * Keys that lead to the dictionary to read, e.g. `["ema", "state_dict"]`; [] reads everything in the file.
   * By default the value of `state_dict`, `model`, `net` or the like, where the file holds one; else everything.
   */
  readonly at?: readonly string[] | undefined;
}

/**
 * Reads the tensors of a file that PyTorch's `torch.save` wrote (.pth, .pt), in the zip format and in the older one.
 * Nothing that the file's pickle asks for is run: names outside a whitelist, unknown instructions, compressed
 * archives and tensors that leave their storages are refused.
 * Half stays float16; BFloat16 and Double become float32, Short becomes int32; views become contiguous copies.
 *
 * @param what the file's name, for errors
 * @returns tensors by the path of keys that leads to them, joined by dots: a state dict keeps its names
 *   (with the `module.` of DataParallel, if there is one)
 * @throws CheckpointError naming the file and what was refused
 */
export function readPytorch(bytes: Uint8Array, what: string, { at }: PytorchOptions = {}): Map<string, StoredTensor> {
  const { root, storages } = open(plainBytes(bytes), what);
  const part = at === undefined ? weightsIn(root) : descend(root, at, what);
  return readTensors(collectTensors(part, what), storages, bytes.length, what);
}

function open(bytes: Uint8Array, what: string): ReturnType<typeof openZipCheckpoint> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return openZipCheckpoint(bytes, what);
  if (isLegacy(bytes)) return openLegacyCheckpoint(bytes, what);
  throw new CheckpointError(`${what}: neither of PyTorch's two file formats${bytes.length === 0 ? " (it is empty)" : ""}.`);
}

/** Whether bytes begin as a file of PyTorch's: a zip archive, or a pickle of protocol 2 to 5, as `torch.save` wrote before version 1.6. */
export function isPytorch(bytes: Uint8Array): boolean {
  const [first, second = 0] = bytes;
  const header = bytes.length >= 8 ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) : 0n;
  const safetensors = bytes[8] === 0x7b && header > 0n && header <= BigInt(bytes.length - 8);
  return !safetensors && ((first === 0x50 && second === 0x4b) || (first === 0x80 && second >= 2 && second <= 5));
}
