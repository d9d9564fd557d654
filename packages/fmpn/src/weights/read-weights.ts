import { readPytorch, readSafetensors, type StoredTensor } from "@fmpn/graph";

/**
 * Reads a file of weights: PyTorch's `.pth` (told by its first bytes) or safetensors. What only PyTorch's training needs is
 * left out: the prefix `module.` of DataParallel and the counters `num_batches_tracked`.
 *
 * @param what the file's name, for errors
 * @throws CheckpointError if it is neither, or damaged
 */
export function readWeights(bytes: Uint8Array, what: string): Map<string, StoredTensor> {
  const tensors = isPytorch(bytes) ? readPytorch(bytes, what) : readSafetensors(bytes, what).tensors;
  return new Map(
    [...tensors]
      .filter(([name]) => !name.endsWith(".num_batches_tracked"))
      .map(([name, tensor]) => [name.startsWith("module.") ? name.slice("module.".length) : name, tensor]),
  );
}

/** A zip archive, or a pickle of protocol 2 to 5, as `torch.save` wrote before version 1.6. */
function isPytorch(bytes: Uint8Array): boolean {
  const [first, second = 0] = bytes;
  const header = bytes.length >= 8 ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) : 0n;
  const safetensors = bytes[8] === 0x7b && header > 0n && header <= BigInt(bytes.length - 8);
  return !safetensors && ((first === 0x50 && second === 0x4b) || (first === 0x80 && second >= 2 && second <= 5));
}
