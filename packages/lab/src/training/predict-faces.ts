import { openSession } from "@fmpn/graph";
import { FACE_INPUT } from "fmpn";
import { type BatchPlanes, centreCrop } from "./augment.js";
import type { TrainingFaces } from "./training-faces.js";

/** A model's answers on faces. */
export interface FacePredictions {
  /** count × classes. */
  readonly probabilities: Float32Array;
  /** S × S each, 0 to 1; only where asked for. */
  readonly masks: readonly Float32Array[];
}

export interface PredictOptions {
  readonly size: number;
  readonly classes: number;
  readonly threads?: number;
  /** Averages with the answer on the mirrored face. */
  readonly flip?: boolean;
  readonly masks?: boolean;
}

/** Runs a model file on the centre crops of faces. */
export async function predictFaces(model: Uint8Array, faces: TrainingFaces, options: PredictOptions): Promise<FacePredictions> {
  const { size, classes, threads = 2, flip = false } = options;
  const session = await openSession(model, { provider: "cpu", threads });
  const planes: BatchPlanes = { size, rgb: new Float32Array(3 * size * size), mask: new Float32Array(size * size) };
  const probabilities = new Float32Array(faces.count * classes);
  const masks: Float32Array[] = [];
  try {
    for (let index = 0; index < faces.count; index += 1) {
      centreCrop(faces, index, 0, planes);
      const views = flip ? [planes.rgb, mirrored(planes.rgb, size)] : [planes.rgb];
      for (const [view, data] of views.entries()) {
        const { logits, mask } = await session.run({ [FACE_INPUT]: { shape: [1, 3, size, size], data } });
        softmax(logits?.data as Float32Array).forEach((share, k) => {
          probabilities[index * classes + k] = (probabilities[index * classes + k] ?? 0) + share / views.length;
        });
        if (options.masks && view === 0) masks.push(Float32Array.from(mask?.data as Float32Array));
      }
    }
  } finally {
    await session.release();
  }
  return { probabilities, masks };
}

function mirrored(planes: Float32Array, size: number): Float32Array {
  return planes.map((_, at) => planes[at - (at % size) + size - 1 - (at % size)] ?? 0);
}

function softmax(logits: Float32Array): Float32Array {
  const most = Math.max(...logits);
  const powers = logits.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Share of faces whose most probable class is their own, over all faces and as the mean over classes. */
export function accuracyOf(probabilities: Float32Array, labels: Uint8Array): { accuracy: number; balancedAccuracy: number } {
  const classes = probabilities.length / labels.length;
  const [right, all] = [new Float64Array(classes), new Float64Array(classes)];
  labels.forEach((label, row) => {
    const scores = probabilities.subarray(row * classes, (row + 1) * classes);
    all[label] = (all[label] ?? 0) + 1;
    if (scores.indexOf(Math.max(...scores)) === label) right[label] = (right[label] ?? 0) + 1;
  });
  const shares = [...right].flatMap((hits, k) => (all[k] ? [hits / all[k]] : []));
  return {
    accuracy: right.reduce((a, b) => a + b, 0) / labels.length,
    balancedAccuracy: shares.reduce((a, b) => a + b, 0) / shares.length,
  };
}
