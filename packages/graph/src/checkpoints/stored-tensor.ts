import type { ElementType, TensorData } from "../element-type.js";
import { fromFloat16 } from "../half-precision.js";
import type { State } from "../layers/initialize.js";
import type { Network } from "../layers/scope.js";
import { formatShape, type Shape, sizeOf } from "../shape.js";

/** A tensor as a file holds it. Sizes may be 0, as in an empty tensor of PyTorch. */
export interface StoredTensor {
  readonly shape: Shape;
  readonly type: ElementType;
  /** A copy of its own: the file's bytes need not be kept. */
  readonly data: TensorData;
}

/** Raised for a file that is truncated, damaged, hostile, or of a kind that this reader does not take. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}

/**
 * A state from stored tensors: float32 as it is, float16 widened. Integers (such as PyTorch's `num_batches_tracked`)
 * are left out, because a state holds float32 only.
 */
export function toState(tensors: ReadonlyMap<string, StoredTensor>): State {
  const state: State = new Map();
  for (const [name, { type, data }] of tensors) {
    if (type === "float32") state.set(name, data as Float32Array);
    if (type === "float16") state.set(name, fromFloat16(data as Uint16Array));
  }
  return state;
}

/**
 * A state as tensors with the shapes of the network's parameters and buffers; what is not the network's
 * (the optimiser's state, averages) is left out.
 *
 * @throws CheckpointError if a parameter is missing or has another size
 */
export function toTensors(state: State, network: Network): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { tensor }] of [...network.parameters, ...network.buffers]) {
    const data = state.get(name);
    if (data?.length !== sizeOf(tensor.shape)) {
      throw new CheckpointError(`The state's ${name} has ${data?.length ?? "no"} values, the network wants ${formatShape(tensor.shape)}.`);
    }
    tensors.set(name, { shape: tensor.shape, type: "float32", data });
  }
  return tensors;
}

/** The same bytes without what Node's `Buffer` changes: its `slice` does not copy. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Number of elements of a shape read from a file.
 *
 * @throws CheckpointError for a size that is no count, more than 16 axes, or a product beyond 2⁵³
 */
export function checkedSize(shape: readonly unknown[], where: string): number {
  if (shape.length > 16) throw new CheckpointError(`${where} has ${shape.length} axes; at most 16 are read.`);
  let product = 1;
  for (const size of shape) {
    if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
      throw new CheckpointError(`${where} has a size that is not a count: [${shape.map(String).join(", ").slice(0, 200)}].`);
    }
    product *= size;
    // Checked axis by axis, and before a zero can hide it.
    if (!Number.isSafeInteger(product)) throw new CheckpointError(`${where} has an absurd shape: [${shape.join(", ")}].`);
  }
  return product;
}
