import type { Provider, SessionOptions } from "@fmpn/graph/inference";
import { mirrorPlanes } from "../images/mirror.js";
import type { Picture } from "../images/picture.js";
import type { ModelInfo } from "../model-file/model-info.js";
import { openModelSession } from "../model-file/open-model-session.js";
import type { ModelFile } from "../model-file/read-model.js";
import { FACE_INPUT } from "../networks/face-input.js";
import { type Answer, checkClasses, nameExpression, softmax } from "./answer.js";
import { facePlanes, pictureOfPlanes } from "./face-planes.js";

/** How to ask the network. */
export interface ClassifyOptions {
  /** Answers only with some of the model's classes, which share the whole probability. */
  readonly classes?: readonly string[] | undefined;
  /** Asks for the mirrored face too and averages the probabilities, in twice the time. The mask is that of the face. */
  readonly flip?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A loaded network: aligned crops in, answers out. */
export interface CropClassifier {
  readonly model: ModelInfo;
  readonly provider: Provider;
  /**
   * @param crop as `alignFace` makes it with the model's size and margin
   * @throws RangeError for a crop of another size and for classes that the model does not have
   */
  classify(crop: Picture, options?: ClassifyOptions): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * @throws ProviderError where the provider cannot be had, or cannot run the model
 * @throws ModelFileError where a face would take more than a network for faces has need of
 */
export async function openCropClassifier({ info, model, name }: ModelFile, options: SessionOptions): Promise<CropClassifier> {
  const session = await openModelSession(model, name, options);
  const { provider } = session;
  const { size, classes } = info;

  const run = async (planes: Float32Array, signal?: AbortSignal): Promise<{ logits: Float32Array; mask: Float32Array; fused: Picture | undefined }> => {
    signal?.throwIfAborted();
    const { logits, mask, fused } = await session.run({ [FACE_INPUT]: { data: planes, shape: [1, 3, size, size] } });
    // Copies: what a runtime hands out may lie in memory that it uses again.
    return { logits: Float32Array.from(logits?.data as Float32Array), mask: Float32Array.from(mask?.data as Float32Array), fused: fused && pictureOfPlanes(fused.data as Float32Array, size) };
  };

  return {
    model: info,
    provider,
    async classify(crop, { classes: among = classes, flip = false, signal } = {}) {
      checkClasses(among, classes);
      if (crop.width !== size || crop.height !== size) {
        throw new RangeError(`The crop has ${crop.width} × ${crop.height} pixels, the model takes ${size} × ${size}: cut it with alignFace.`);
      }
      const planes = facePlanes(crop);
      const { logits, mask, fused } = await run(planes, signal);
      let shares = softmax(logits);
      if (flip) {
        const mirrored = softmax((await run(mirrorPlanes(planes, size), signal)).logits);
        shares = shares.map((share, k) => (share + (mirrored[k] ?? 0)) / 2);
      }
      return { ...nameExpression(shares, classes, among), mask, ...(fused && { fused }), logits, provider };
    },
    close: async () => await session.close(),
  };
}
