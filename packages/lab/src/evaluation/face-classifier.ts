import type { SessionOptions } from "@fmpn/graph/inference";
import { openModelSession, readModel } from "fmpn/model";
import { FACE_INPUT, facePlanes, softmax } from "fmpn/networks";
import type { Picture } from "fmpn/pictures";
import type { ModelIdentity } from "../model-identity.js";
import { ACTIVATIONS, withClassActivations } from "./class-activation.js";

/** A classifier's answer for one face. */
export interface ClassifiedCrop {
  /** One for each class, adding up to 1. */
  readonly probabilities: Float64Array;
  /** The motion mask, S×S in (0, 1), row by row; absent where the classifier makes none. */
  readonly mask?: Float32Array | undefined;
  /** K×S×S: what each place adds to each class's logit, where it was asked for; see `withClassActivations`. */
  readonly activations?: Float32Array | undefined;
}

/** Anything that names the expression of an aligned face: what evaluation asks. */
export interface FaceClassifier {
  readonly model: ModelIdentity;
  readonly classes: readonly string[];
  /** Side of the square crop in pixels. */
  readonly size: number;
  /** How the face is cut out: `alignFace` with this margin. */
  readonly margin: number;
  /** What it runs on, where it tells. */
  readonly provider?: string | undefined;
  /** @param crop S×S pixels, gray or RGB */
  classify(crop: Picture): Promise<ClassifiedCrop>;
  close(): Promise<void>;
}

export interface ModelClassifierOptions extends SessionOptions {
  /** Whether answers come with the places that they rest on, where the network's end allows it. */
  readonly activations?: boolean | undefined;
}

/**
 * Opens the bytes of a model file of this project, in Node or in a page.
 *
 * @throws ModelFileError naming what is wrong with it
 */
export async function openModel(bytes: Uint8Array, model: ModelIdentity, { activations: wanted = false, ...options }: ModelClassifierOptions = {}): Promise<FaceClassifier> {
  const { info } = readModel(bytes, model.file);
  const { size, classes } = info;
  const session = await openModelSession((wanted ? withClassActivations(bytes, model.file, size) : undefined) ?? bytes, model.file, options);
  return {
    model,
    classes,
    size,
    margin: info.crop.margin,
    provider: session.provider,
    async classify(crop) {
      const { logits, mask, [ACTIVATIONS]: activations } = await session.run({ [FACE_INPUT]: { data: facePlanes(crop), shape: [1, 3, size, size] } });
      return { probabilities: softmax(logits.data as Float32Array), mask: Float32Array.from(mask.data as Float32Array), activations: activations && Float32Array.from(activations.data as Float32Array) };
    },
    close: async () => await session.close(),
  };
}

/** The mean of the answers for a face and for its mirror image. */
export function averaged({ probabilities }: ClassifiedCrop, mirror: ClassifiedCrop): Float64Array {
  return probabilities.map((value, k) => (value + mirror.probabilities[k]) / 2);
}
