import { initialize, type Network, sameShape, type State } from "@fmpn/graph";
import { type StoredTensor, toState } from "@fmpn/graph/checkpoints";
import { faceNetwork } from "fmpn/networks";
import { type Recipe, settingsOf } from "../plans/recipe.js";

/** Trained weights to go on from. */
export interface StartWeights {
  /** The file's name, for errors. */
  readonly name: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The classes of the file's last layer, where it tells them. */
  readonly classes?: readonly string[] | undefined;
  /** The sets that they were trained on or had their masks of, where the file tells: figures on these are not of unseen faces. */
  readonly trainedOn?: readonly TrainedSet[] | undefined;
}

/** A data set, or the part of it that was trained on. */
export interface TrainedSet {
  readonly name: string;
  readonly hash: string;
}

/**
 * A network's first state: drawn from the seed, and taken from trained weights wherever name and shape agree. The last layer
 * is taken class by class, so that a network for other classes keeps what it knows of those that both have.
 *
 * @throws Error if hardly anything of the file fits: it belongs to another network
 */
export function startState(network: Network, seed: number, classes: readonly string[], from?: StartWeights): State {
  const state = initialize(network, seed);
  if (from === undefined) return state;
  let taken = 0;
  for (const [name, { tensor }] of [...network.parameters, ...network.buffers]) {
    const stored = from.tensors.get(name);
    const own = state.get(name);
    if (stored === undefined || own === undefined) continue;
    const values = toState(new Map([[name, stored]])).get(name) ?? own;
    const isHead = from.classes !== undefined && stored.shape[0] === from.classes.length && sameShape(stored.shape.slice(1), tensor.shape.slice(1)) && /^cls\.(fc|classifier)\./.test(name);
    if (isHead) state.set(name, takeRows(own, values, classes, from.classes ?? []));
    else if (sameShape(stored.shape, tensor.shape)) state.set(name, values);
    else continue;
    if (network.parameters.has(name)) taken += 1;
  }
  // A classifier alone is a part of the network, a checkpoint of training more than it.
  if (taken === 0 || 2 * taken < Math.min(network.parameters.size, from.tensors.size)) {
    throw new Error(`${from.name}: only ${taken} of its tensors fit the network's ${network.parameters.size} parameters; it belongs to another network (its names begin with ${beginnings(from.tensors.keys())}, the network's with ${beginnings(network.parameters.keys())}). The recipe's \`start\` names it; an empty one draws all weights.`);
  }
  return state;
}

/** @throws Error where trained weights are of another network than the recipe's */
export function checkStart(recipe: Recipe, from: StartWeights | undefined): void {
  if (from !== undefined) startState(faceNetwork(settingsOf(recipe), recipe.classes.length).network, recipe.seed, recipe.classes, from);
}

function takeRows(own: Float32Array, stored: Float32Array, classes: readonly string[], storedClasses: readonly string[]): Float32Array {
  const each = own.length / classes.length;
  const rows = own.slice();
  for (const [to, name] of classes.entries()) {
    const from = storedClasses.indexOf(name);
    if (from >= 0) rows.set(stored.subarray(from * each, (from + 1) * each), to * each);
  }
  return rows;
}

/** `cls.features, cls.fc`: the first parts of names. */
function beginnings(names: Iterable<string>): string {
  const parts = [...new Set([...names].map((name) => name.split(".").slice(0, 2).join(".")))];
  return parts.length > 4 ? `${parts.slice(0, 4).join(", ")} …` : parts.join(", ");
}
