import { formatShape, type Network, sameShape, type State } from "@fmpn/graph";
import { type StoredTensor, toState } from "@fmpn/graph/checkpoints";
import { listed, WeightsError } from "./weights-error.js";

export interface TakeOptions {
  /** Where in the network the tensors belong, e.g. `cls.`; their own names lack it. Defaults to "": the whole network. */
  readonly prefix?: string | undefined;
  /** The last layer, by its own name (`fc`): one row a class. */
  readonly head?: string | undefined;
  /** Whether the last layer stays as the network has it, because it is to tell other classes apart. */
  readonly replaceHead?: boolean | undefined;
}

/**
 * Picks a network's parameters and running statistics out of stored tensors.
 *
 * @param what the file's name, for errors
 * @returns values by the network's names; without the last layer if that is replaced
 * @throws WeightsError naming the tensors that are missing, surplus or of another shape, or the number of classes
 */
export function takeWeights(network: Network, tensors: ReadonlyMap<string, StoredTensor>, what: string, options: TakeOptions = {}): State {
  const { prefix = "", head, replaceHead = false } = options;
  const inHead = (name: string): boolean => head !== undefined && name.startsWith(`${head}.`);
  const wanted = new Map(
    [...network.parameters, ...network.buffers].flatMap(([name, { tensor }]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor.shape] as const] : [],
    ),
  );
  if (wanted.size === 0) throw new WeightsError(`${what}: the network has no part ${prefix}`);
  const skipped = (name: string): boolean => replaceHead && inHead(name);

  const missing = [...wanted.keys()].filter((name) => !tensors.has(name) && !skipped(name));
  const surplus = [...tensors.keys()].filter((name) => !wanted.has(name) && !skipped(name));
  if (missing.length > 0 || surplus.length > 0) {
    const parts = [
      ...(missing.length > 0 ? [`${missing.length} missing (${listed(missing)})`] : []),
      ...(surplus.length > 0 ? [`${surplus.length} surplus (${listed(surplus)})`] : []),
    ];
    throw new WeightsError(`${what}: the tensors are not the network's: ${parts.join("; ")}.`);
  }

  const taken = new Map<string, StoredTensor>();
  for (const [name, shape] of wanted) {
    const tensor = tensors.get(name);
    if (skipped(name) || tensor === undefined) continue;
    if (!sameShape(tensor.shape, shape)) throw misfit(name, tensor.shape, shape, inHead(name), what);
    if (tensor.type !== "float32" && tensor.type !== "float16") throw new WeightsError(`${what}: ${name} holds ${tensor.type}; weights are floats.`);
    taken.set(`${prefix}${name}`, tensor);
  }
  return toState(taken);
}

function misfit(name: string, found: readonly number[], wanted: readonly number[], inHead: boolean, what: string): WeightsError {
  const onlyClasses = inHead && sameShape(found.slice(1), wanted.slice(1));
  const message = onlyClasses
    ? `${what}: it tells ${found[0]} classes apart, the network ${wanted[0]} (${name}).`
    : `${what}: ${name} is ${formatShape(found)}, the network's is ${formatShape(wanted)}.`;
  return new WeightsError(message);
}
