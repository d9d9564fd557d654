import { toState } from "@fmpn/graph/checkpoints";
import type { StartWeights, TrainedSet } from "./start-weights.js";

/**
 * The mean of weights that went on from one start with different seeds or data, which is often better than each of them
 * (Wortsman et al. 2022, model soups).
 *
 * @throws Error naming what is not of one network or tells other classes apart
 */
export function meanOfStarts(starts: readonly StartWeights[]): StartWeights {
  const [first, ...others] = starts;
  if (first === undefined) throw new Error("There are no weights to average.");
  for (const other of others) {
    const apart = [...first.tensors].find(([name, { shape }]) => other.tensors.get(name)?.shape.join() !== shape.join())?.[0];
    if (apart !== undefined) throw new Error(`${other.name} has another ${apart} than ${first.name}: only weights of one network have a mean`);
    if (other.classes?.join() !== first.classes?.join()) throw new Error(`${other.name} tells other classes apart than ${first.name}: they have no mean`);
  }
  const states = starts.map(({ tensors }) => toState(tensors));
  const meanOf = (name: string): Float32Array | undefined => {
    const values = states.flatMap((state) => state.get(name) ?? []);
    return values[0]?.map((_, at) => values.reduce((sum, one) => sum + (one[at] ?? 0), 0) / values.length);
  };
  const tensors = new Map([...first.tensors].map(([name, tensor]) => {
    const data = meanOf(name);
    return [name, data === undefined ? tensor : { ...tensor, type: "float32" as const, data }];
  }));
  return { name: starts.map(({ name }) => name).join(" and "), tensors, classes: first.classes, trainedOn: distinctSets(starts.flatMap(({ trainedOn = [] }) => trainedOn)) };
}

/** Each set once; undefined where none is known. */
export function distinctSets(sets: readonly TrainedSet[]): TrainedSet[] | undefined {
  return sets.length === 0 ? undefined : [...new Map(sets.map((set) => [set.hash, set])).values()];
}
