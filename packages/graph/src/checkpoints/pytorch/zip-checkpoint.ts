import { CheckpointError } from "../stored-tensor.js";
import { createCursor } from "./byte-cursor.js";
import { readPickle } from "./pickle.js";
import type { PickleValue } from "./pickle-value.js";
import type { Storages } from "./read-storage.js";
import { readZip } from "./zip.js";

/** A checkpoint before its tensors are read. */
export interface OpenedCheckpoint {
  readonly root: PickleValue;
  readonly storages: Storages;
}

/** The format of PyTorch 1.6 and later: a zip archive of one folder with `data.pkl` and a record a storage, `data/<key>`. */
export function openZipCheckpoint(bytes: Uint8Array, what: string): OpenedCheckpoint {
  const entries = readZip(bytes, what);
  const pickles = [...entries.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const [pickle = ""] = pickles;
  if (pickles.length !== 1) throw new CheckpointError(`${what}: the zip archive is no PyTorch checkpoint, it holds ${pickles.length} data.pkl.`);
  const folder = pickle.slice(0, -"data.pkl".length);
  if (entries.has(`${folder}constants.pkl`)) {
    throw new CheckpointError(`${what}: a TorchScript program, not a checkpoint. Save the module's state_dict() with torch.save.`);
  }
  const order = entries.get(`${folder}byteorder`);
  if (order !== undefined && new TextDecoder().decode(order.subarray(0, 16)) !== "little") {
    throw new CheckpointError(`${what}: was written big-endian, which is not read.`);
  }
  const data = entries.get(pickle) ?? new Uint8Array();
  return {
    root: readPickle(createCursor(data, `${what}: data.pkl`), `${what}: data.pkl`),
    storages({ storage }, name) {
      const record = entries.get(`${folder}data/${storage.key}`);
      const end = (storage.offset + storage.count) * storage.type.width;
      if (record === undefined) throw new CheckpointError(`${what}: tensor "${name}": its storage ${storage.key} is missing.`);
      if (record.length < end) {
        throw new CheckpointError(`${what}: tensor "${name}": its storage ${storage.key} has ${record.length} bytes, the tensor wants ${end}.`);
      }
      return record;
    },
  };
}
