import { CheckpointError } from "../stored-tensor.js";
import type { PickleTensor, PickleValue } from "./pickle-value.js";

const deepest = 32;
const mostVisits = 500_000;
const mostTensors = 100_000;
const longestName = 4096;

/**
 * Every tensor in nested dictionaries, lists and tuples, under the path that leads to it, joined by dots.
 * What is no tensor (epochs, losses, settings) is passed over.
 *
 * @param where how errors name the file
 * @throws CheckpointError for nesting deeper than 32 (or endless), and for two tensors of one name
 */
export function collectTensors(root: PickleValue, where: string): Map<string, PickleTensor> {
  const found = new Map<string, PickleTensor>();
  // Memoised values may be shared: ten lists of ten references to ten lists … are few bytes and endless paths.
  let visits = 0;
  const visit = (value: PickleValue, path: string, depth: number): void => {
    visits += 1;
    if (visits > mostVisits) throw new CheckpointError(`${where}: holds more than ${mostVisits} values.`);
    if (value === null || typeof value !== "object") return;
    if (value.kind === "tensor") {
      if (path.length > longestName) throw new CheckpointError(`${where}: a tensor's name has ${path.length} letters; at most ${longestName} are read.`);
      if (found.has(path)) throw new CheckpointError(`${where}: two tensors are called "${path}".`);
      if (found.size === mostTensors) throw new CheckpointError(`${where}: holds more than ${mostTensors} tensors.`);
      found.set(path, value);
    } else if (value.kind === "dict" || value.kind === "list" || value.kind === "tuple") {
      if (depth === deepest) throw new CheckpointError(`${where}: values are nested more than ${deepest} deep.`);
      const items = value.kind === "dict" ? value.entries : value.items.entries();
      for (const [key, item] of items) visit(item, path === "" ? String(key) : `${path}.${String(key)}`, depth + 1);
    }
  };
  visit(root, "", 0);
  return found;
}

/** Names under which training scripts keep the weights among other things, the likeliest first. */
const weightKeys = ["state_dict", "model_state_dict", "model"];

/**
 * The part of a checkpoint that holds the network's weights: the value of `state_dict`, `model_state_dict` or `model`
 * where one of those is a dictionary, else the whole.
 */
export function weightsIn(root: PickleValue): PickleValue {
  if (root === null || typeof root !== "object" || root.kind !== "dict") return root;
  for (const key of weightKeys) {
    const value = root.entries.get(key);
    if (value !== null && typeof value === "object" && value.kind === "dict") return value;
  }
  return root;
}

/**
 * Follows keys into nested dictionaries.
 *
 * @throws CheckpointError if there is no such key
 */
export function descend(root: PickleValue, keys: readonly string[], where: string): PickleValue {
  return keys.reduce((value, key) => {
    const entry = value !== null && typeof value === "object" && value.kind === "dict" ? value.entries.get(key) : undefined;
    if (entry === undefined) throw new CheckpointError(`${where}: there is no "${key}" (looked for ${keys.join(" → ")}).`);
    return entry;
  }, root);
}
