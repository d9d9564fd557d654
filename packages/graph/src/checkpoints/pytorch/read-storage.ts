import { allocate, elementBytes, type TensorData } from "../../element-type.js";
import { sizeOf } from "../../shape.js";
import { CheckpointError, type StoredTensor } from "../stored-tensor.js";
import type { PickleTensor } from "./pickle-value.js";

/** The bytes of a storage's record: all `count · width` of them, checked by whoever found them. */
export type Storages = (tensor: PickleTensor, name: string) => Uint8Array;

/**
 * Copies every tensor out of its storage, by its strides. Tensors that are the same view share their values.
 *
 * @param fileLength bytes of the file. Views may repeat storages (tied weights, expanded tensors), but not so often that
 *   a small file becomes a large memory: four times the file and 16 MiB are the most.
 */
export function readTensors(tensors: ReadonlyMap<string, PickleTensor>, storages: Storages, fileLength: number, where: string): Map<string, StoredTensor> {
  const allowed = 4 * fileLength + 2 ** 24;
  const known = new Map<string, StoredTensor>();
  let total = 0;
  return new Map(
    [...tensors].map(([name, tensor]) => {
      const { storage, shape, strides } = tensor;
      const view = JSON.stringify([storage.key, storage.type.name, storage.offset + tensor.offset, shape, strides]);
      const same = known.get(view);
      if (same !== undefined) return [name, same];
      total += sizeOf(shape) * Math.max(storage.type.width, elementBytes(storage.type.type));
      if (total > allowed) {
        throw new CheckpointError(`${where}: tensor "${name}" brings the tensors to ${total} bytes, which a file of ${fileLength} bytes does not hold.`);
      }
      const stored: StoredTensor = { shape, type: storage.type.type, data: gather(tensor, storages(tensor, name)) };
      known.set(view, stored);
      return [name, stored];
    }),
  );
}

/** The elements of a view in row-major order. */
function gather({ storage, offset, shape, strides }: PickleTensor, bytes: Uint8Array): TensorData {
  const { width, type, decode } = storage.type;
  const count = sizeOf(shape);
  const first = storage.offset + offset;
  if (count === 0) return allocate(type, 0);
  if (isContiguous(shape, strides)) return decode(bytes.slice(first * width, (first + count) * width));
  // Element by element: a view of few elements may reach over a large storage, and is not to cost more than it holds.
  const raw = new Uint8Array(count * width);
  const index = shape.map(() => 0);
  for (let at = 0, from = first; at < count; at += 1) {
    for (let byte = 0; byte < width; byte += 1) raw[at * width + byte] = bytes[from * width + byte] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const [size = 1, stride = 0, place = 0] = [shape[axis], strides[axis], index[axis]];
      if (place + 1 < size) {
        index[axis] = place + 1;
        from += stride;
        break;
      }
      index[axis] = 0;
      from -= place * stride;
    }
  }
  return decode(raw);
}

/** Whether a view runs through its storage without gaps; axes of one element may have any stride. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const size = shape[axis] ?? 1;
    if (size !== 1 && strides[axis] !== expected) return false;
    expected *= size;
  }
  return true;
}
