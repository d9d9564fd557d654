import { openSession } from "@fmpn/graph/inference";
import { FACE_INPUT, softmax } from "fmpn/networks";
import { mirrorPlanes } from "fmpn/pictures";
import type { Predictions } from "../evaluation/prediction.js";
import { type BatchPlanes, centreCrop } from "./augment.js";
import type { Engine } from "./engine.js";
import { type Recipe, settingsOf } from "../plans/recipe.js";
import type { TrainingFaces } from "./training-faces.js";

export interface PredictOptions {
  /** By default the fastest engine that is to be had. */
  readonly provider?: Engine["provider"] | undefined;
  readonly threads?: number | undefined;
  /** Averages with the answer on the mirrored face. */
  readonly flip?: boolean | undefined;
  /** The fold that the faces are tested in. */
  readonly fold?: string | undefined;
}

/** A model's answers on faces, and the masks that they rest on (S × S each, 0 to 1). */
export interface FacePredictions {
  readonly predictions: Predictions;
  readonly masks: readonly Float32Array[];
}

/** Runs a model file on the centre crops of faces: what its training reports of held-out faces. */
export async function predictFaces(model: Uint8Array, faces: TrainingFaces, recipe: Recipe, options: PredictOptions = {}): Promise<FacePredictions> {
  const { provider, threads = 2, flip = false, fold } = options;
  const { size } = settingsOf(recipe);
  const { classes } = recipe;
  const session = await openSession(model, { provider, threads });
  const planes: BatchPlanes = { size, rgb: new Float32Array(3 * size * size), mask: new Float32Array(size * size) };
  const answers: Predictions["faces"][number][] = [];
  const masks: Float32Array[] = [];
  try {
    for (let index = 0; index < faces.count; index += 1) {
      centreCrop(faces, index, 0, planes);
      const probabilities = new Float64Array(classes.length);
      for (const [view, data] of (flip ? [planes.rgb, mirrorPlanes(planes.rgb, size)] : [planes.rgb]).entries()) {
        const { logits, mask } = await session.run({ [FACE_INPUT]: { shape: [1, 3, size, size], data } });
        softmax(logits?.data as Float32Array).forEach((share, k) => (probabilities[k] = (probabilities[k] ?? 0) + share / (flip ? 2 : 1)));
        if (view === 0) masks.push(Float32Array.from(mask?.data as Float32Array));
      }
      const truth = classes[faces.labels[index] ?? 0] ?? "";
      answers.push({ file: faces.names[index] ?? "", truth, probabilities, faceFound: true, subject: faces.subjects[index], fold });
    }
  } finally {
    await session.close();
  }
  return { predictions: { classes, faces: answers }, masks };
}
