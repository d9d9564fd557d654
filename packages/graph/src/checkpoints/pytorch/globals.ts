import { checkedSize, CheckpointError } from "../stored-tensor.js";
import { describe, type PickleDict, type PickleKey, type PickleStorage, type PickleTensor, type PickleValue } from "./pickle-value.js";
import { harmlessNames } from "./harmless-names.js";
import { storageTypes } from "./storage-type.js";

/** Stands in for a call that a pickle asks for. It only puts data together; nothing of Python's is run. */
type Call = (args: readonly PickleValue[], where: string) => PickleValue;

const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["collections.OrderedDict", orderedDict],
  ["collections.defaultdict", () => ({ kind: "dict", entries: new Map() })],
  ["torch._utils._rebuild_tensor", ([storage, offset, size, stride], where) => rebuildTensor(storage, offset, size, stride, where)],
  ["torch._utils._rebuild_tensor_v2", ([storage, offset, size, stride], where) => rebuildTensor(storage, offset, size, stride, where)],
  ["torch._utils._rebuild_parameter", ([data], where) => tensorOf(data, where)],
  ["torch._utils._rebuild_parameter_with_state", ([data], where) => tensorOf(data, where)],
  ["torch.Size", ([sizes], where) => ({ kind: "tuple", items: [...itemsOf(sizes, where)] })],
  ["torch.device", () => ({ kind: "opaque" })],
]);

/** Element types stand in checkpoints as settings; they are names only. */
const elementTypes = /^torch\.(?:float(?:16|32|64)|bfloat16|u?int8|int(?:16|32|64)|bool)$/;

/**
 * Whether a pickle may name this global. Everything else is refused, however harmless it looks:
 * a pickle that calls `os.system` differs from one that calls `print` by its name only.
 */
export function isKnownGlobal(name: string): boolean {
  return calls.has(name) || storageTypes.has(name) || elementTypes.test(name) || harmlessNames.has(name);
}

/** What calling a global with these arguments gives. */
export function callGlobal(callee: PickleValue | undefined, args: PickleValue | undefined, where: string): PickleValue {
  // What something harmless gives is as harmless.
  if (callee !== undefined && isOpaque(callee)) return { kind: "opaque" };
  if (callee === null || typeof callee !== "object" || callee.kind !== "global") {
    throw new CheckpointError(`${where}: the pickle calls ${describe(callee)}; only whitelisted names can be called.`);
  }
  const call = calls.get(callee.name);
  if (call === undefined) throw new CheckpointError(`${where}: the pickle calls ${callee.name}, which is not a function.`);
  return call(itemsOf(args, `${where}: the arguments of ${callee.name}`), `${where}: ${callee.name}`);
}

/** Whether a value is, or is the name of, something that holds no tensor. */
export function isOpaque(value: PickleValue): boolean {
  return value !== null && typeof value === "object" && (value.kind === "opaque" || (value.kind === "global" && harmlessNames.has(value.name)));
}

/** PyTorch's keys are counters or addresses. */
const longestKey = 100;

/** A storage from a persistent id: ("storage", type, key, device, count) and, in the older format, (…, (view key, offset, count)). */
export function storageOf(id: PickleValue | undefined, where: string): PickleStorage {
  const [tag, type, key, , count, view] = itemsOf(id, `${where}: a persistent id`);
  const storage = type !== null && typeof type === "object" && type.kind === "global" ? storageTypes.get(type.name) : undefined;
  if (tag !== "storage" || storage === undefined || typeof key !== "string" || key.length > longestKey || typeof count !== "number") {
    throw new CheckpointError(`${where}: a persistent id names no storage that is read (${describe(type)}).`);
  }
  checkedSize([count], `${where}: storage ${key}`);
  if (view === undefined || view === null) return { kind: "storage", type: storage, key, offset: 0, count };
  const [, offset, part] = itemsOf(view, `${where}: the view of storage ${key}`);
  if (!isCount(offset) || !isCount(part) || offset + part > count) throw new CheckpointError(`${where}: a view leaves its storage ${key}.`);
  return { kind: "storage", type: storage, key, offset, count: part };
}

/** A tensor's description, checked to stay within its storage, so that no later step needs to ask. */
function rebuildTensor(storage: PickleValue | undefined, offset: PickleValue | undefined, size: PickleValue | undefined, stride: PickleValue | undefined, where: string): PickleTensor {
  if (storage === null || typeof storage !== "object" || storage.kind !== "storage") {
    throw new CheckpointError(`${where}: expects a storage, got ${describe(storage)}.`);
  }
  const shape = itemsOf(size, where);
  const strides = itemsOf(stride, where);
  const elements = checkedSize(shape, `${where}: a tensor`);
  if (!isCount(offset) || strides.length !== shape.length || !strides.every(isCount)) {
    throw new CheckpointError(`${where}: a tensor of shape [${shape.join(", ")}] has no valid offset and strides.`);
  }
  const last = strides.reduce<number>((sum, step, axis) => sum + step * ((shape[axis] as number) - 1), offset);
  if (elements > 0 && !(last < storage.count)) {
    throw new CheckpointError(`${where}: a tensor of shape [${shape.join(", ")}] reaches element ${last} of a storage of ${storage.count}.`);
  }
  return { kind: "tensor", storage, offset, shape: shape as number[], strides: strides as number[] };
}

function tensorOf(value: PickleValue | undefined, where: string): PickleTensor {
  if (value !== null && typeof value === "object" && value.kind === "tensor") return value;
  throw new CheckpointError(`${where}: expects a tensor, got ${describe(value)}.`);
}

/** `OrderedDict()` or, as Python 2 wrote it, `OrderedDict([[key, value], …])`. */
function orderedDict([pairs]: readonly PickleValue[], where: string): PickleDict {
  const entries = new Map<PickleKey, PickleValue>();
  for (const pair of pairs === undefined ? [] : itemsOf(pairs, where)) {
    const [key, value] = itemsOf(pair, where);
    const name = keyOf(key, where);
    if (name !== undefined) entries.set(name, value ?? null);
  }
  return { kind: "dict", entries };
}

/** A dictionary key: text, a number, a truth value or None; undefined for what cannot lead to a tensor's name. */
export function keyOf(value: PickleValue | undefined, where: string): PickleKey | undefined {
  if (value !== undefined && (isOpaque(value) || (value !== null && typeof value === "object" && value.kind === "tuple"))) return undefined;
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return value;
  throw new CheckpointError(`${where}: ${describe(value)} is no key that is read.`);
}

export function itemsOf(value: PickleValue | undefined, where: string): readonly PickleValue[] {
  if (value !== null && typeof value === "object" && (value.kind === "tuple" || value.kind === "list")) return value.items;
  throw new CheckpointError(`${where}: expects a tuple, got ${describe(value)}.`);
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
