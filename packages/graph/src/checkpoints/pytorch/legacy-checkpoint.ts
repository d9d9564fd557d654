import { CheckpointError } from "../stored-tensor.js";
import { createCursor } from "./byte-cursor.js";
import { itemsOf } from "./globals.js";
import { readPickle } from "./pickle.js";
import type { PickleStorage, PickleValue } from "./pickle-value.js";
import type { OpenedCheckpoint } from "./zip-checkpoint.js";

/** `torch.serialization.MAGIC_NUMBER`. */
const magic = 0x1950a86a20f9469cfc6cn;
const mostStorages = 200_000;

/** A pickle of protocol 2 whose first value is the magic number. */
export function isLegacy(bytes: Uint8Array): boolean {
  return [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46].every((byte, at) => bytes[at] === byte);
}

/**
 * The format before PyTorch 1.6: pickles of a magic number, a protocol version, facts about the machine, the value itself
 * and the storages' keys; then each storage in that order, its element count in eight bytes before its elements.
 */
export function openLegacyCheckpoint(bytes: Uint8Array, what: string): OpenedCheckpoint {
  const cursor = createCursor(bytes, what);
  const storages = new Map<string, PickleStorage>();
  const next = (part: string): PickleValue => readPickle(cursor, `${what}: ${part}`, (storage) => void storages.set(storage.key, storage));
  if (next("the magic number") !== magic) throw new CheckpointError(`${what}: does not start with PyTorch's magic number.`);
  const version = next("the protocol version");
  if (version !== 1001) throw new CheckpointError(`${what}: the protocol version ${String(version).slice(0, 50)} is not 1001.`);
  checkMachine(next("the facts about the machine"), what);
  const root = next("the data");
  const keys = itemsOf(next("the storage keys"), `${what}: the storage keys`);
  if (keys.length > mostStorages) throw new CheckpointError(`${what}: has ${keys.length} storages; at most ${mostStorages} are read.`);

  const records = new Map<string, Uint8Array>();
  for (const key of keys) {
    const known = typeof key === "string" ? storages.get(key) : undefined;
    if (known === undefined) throw new CheckpointError(`${what}: the storage ${String(key).slice(0, 100)} belongs to no tensor.`);
    const count = cursor.u64();
    if (count * known.type.width > cursor.remaining) throw new CheckpointError(`${what}: truncated in storage ${known.key}.`);
    records.set(known.key, cursor.take(count * known.type.width));
  }
  return {
    root,
    storages({ storage }, name) {
      const record = records.get(storage.key);
      const end = (storage.offset + storage.count) * storage.type.width;
      if (record === undefined) throw new CheckpointError(`${what}: tensor "${name}": its storage ${storage.key} is missing.`);
      if (record.length < end) {
        throw new CheckpointError(`${what}: tensor "${name}": its storage ${storage.key} has ${record.length} bytes, the tensor wants ${end}.`);
      }
      return record;
    },
  };
}

function checkMachine(facts: PickleValue, what: string): void {
  const little = facts !== null && typeof facts === "object" && facts.kind === "dict" ? facts.entries.get("little_endian") : undefined;
  if (little !== true) throw new CheckpointError(`${what}: was written big-endian, which is not read.`);
}
