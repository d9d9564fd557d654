import { CheckpointError } from "../stored-tensor.js";
import type { PickleDict, PickleTensor, PickleValue } from "./pickle-value.js";

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
export const weightKeys: readonly string[] = ["state_dict", "model_state_dict", "model_state", "model_weights", "model", "net", "network", "weights", "params", "module"];

/**
 * The part of a checkpoint that holds the network's weights: the value of `state_dict`, `model`, `net` or the like where one
 * of those is a dictionary with tensors, and so on within it; else the whole.
 */
export function weightsIn(root: PickleValue): PickleValue {
  let part = root;
  for (let depth = 0; depth < deepest; depth += 1) {
    const within = weightKeys.map((key) => (isDict(part) ? part.entries.get(key) : undefined)).find((value) => value !== undefined && isDict(value) && holdsTensor(value, depth));
    if (within === undefined) break;
    part = within;
  }
  return part;
}

function isDict(value: PickleValue): value is PickleDict {
  return value !== null && typeof value === "object" && value.kind === "dict";
}

/** Whether a dictionary holds a tensor, itself or in a dictionary that could be the weights. */
function holdsTensor(dict: PickleDict, depth: number): boolean {
  for (const value of dict.entries.values()) if (value !== null && typeof value === "object" && value.kind === "tensor") return true;
  return depth < deepest && weightKeys.some((key) => {
    const value = dict.entries.get(key);
    return value !== undefined && isDict(value) && holdsTensor(value, depth + 1);
  });
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
