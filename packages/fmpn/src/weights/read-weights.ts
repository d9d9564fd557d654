import { readTensors, type StoredTensor } from "@fmpn/graph/checkpoints";

/**
 * Reads a file of weights: PyTorch's or safetensors, told by its first bytes. What only PyTorch's training needs is left out: the
 * counters `num_batches_tracked`, and what wrappers put before every name, once or in each other (`module.` of DataParallel, `model.`
 * or `net.` of training frameworks, `_orig_mod.` of torch.compile).
 *
 * @param what the file's name, for errors
 * @throws CheckpointError if it is neither, or damaged
 */
export function readWeights(bytes: Uint8Array, what: string): Map<string, StoredTensor> {
  const tensors = [...readTensors(bytes, what)].filter(([name]) => !name.endsWith(".num_batches_tracked"));
  const wrapping = wrappedBy(tensors.map(([name]) => name));
  return new Map(tensors.map(([name, tensor]) => [name.slice(wrapping.length), tensor]));
}

const WRAPPERS = ["module.", "model.", "net.", "network.", "state_dict.", "_orig_mod.", "_forward_module."];

/** What wrappers put before all of the names; one name alone tells nothing. */
function wrappedBy(names: readonly string[]): string {
  if (names.length < 2) return names[0]?.startsWith("module.") === true ? "module." : "";
  let prefix = "";
  for (;;) {
    const next = WRAPPERS.find((wrapper) => names.every((name) => name.startsWith(prefix + wrapper)));
    if (next === undefined) return prefix;
    prefix += next;
  }
}
