/** Checkpoints in files, for Node: `@fmpn/graph/files`. Browsers use the functions on bytes. */
import { open, rename, unlink } from "node:fs/promises";
import path from "node:path";
import type { TrainingStep } from "../training/training-step.js";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.js";
import type { PytorchOptions } from "./pytorch/read-pytorch.js";
import { readTensors } from "./read-tensors.js";
import { writeSafetensors } from "./safetensors.js";
import { CheckpointError, type StoredTensor } from "./stored-tensor.js";

/** Writes a training checkpoint; a crash leaves the old file or the new one, never a half. */
export async function writeCheckpointFile(file: string, checkpoint: Checkpoint, step: TrainingStep): Promise<void> {
  await replaceFile(file, encodeCheckpoint(checkpoint, step));
}

/** Reads a training checkpoint for the same step. Throws as {@link decodeCheckpoint} does. */
export async function readCheckpointFile(file: string, step: TrainingStep): Promise<Checkpoint> {
  return decodeCheckpoint(await readWhole(file), file, step);
}

/** Writes tensors as safetensors. */
export async function writeTensorsFile(file: string, tensors: ReadonlyMap<string, StoredTensor>, metadata?: Readonly<Record<string, string>>): Promise<void> {
  await replaceFile(file, writeSafetensors(tensors, metadata));
}

/**
 * Reads the tensors of a safetensors file or of one of PyTorch's, told apart by their first bytes.
 *
 * @throws CheckpointError naming the file
 */
export async function readTensorsFile(file: string, options?: PytorchOptions): Promise<Map<string, StoredTensor>> {
  return readTensors(await readWhole(file), file, options);
}

/** Writes under a temporary name in the same folder, waits until the disk has it, and renames. */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, "w");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/** Makes the rename itself last. Windows cannot open a folder, and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  try {
    await handle?.sync().catch(() => {});
  } finally {
    await handle?.close();
  }
}

/** Checkpoints may be larger than the 2 GiB that `readFile` takes. */
async function readWhole(file: string): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(size - at, 2 ** 30), at);
      if (bytesRead === 0) throw new CheckpointError(`${file}: became shorter while it was read.`);
      at += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
