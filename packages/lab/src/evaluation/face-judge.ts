import type { Picture } from "fmpn";
import type { RelativeEyes } from "../crops/crop-job.js";
import type { Sample } from "../datasets/data-set.js";
import type { ClassifiedCrop } from "./face-classifier.js";

/** A face of an evaluation, and what the classifier says of it. */
export interface SeenFace {
  readonly sample: Sample;
  /** RGB, of the classifier's size. */
  readonly crop: Picture;
  /** Where the crop's eyes are in the sample's picture. */
  readonly eyes: RelativeEyes;
  /** Of the face as it is, also where figures average it with the mirrored one. */
  readonly answer: ClassifiedCrop;
}

/** Looks at the faces of an evaluation as they pass by, and says what it makes of them when all have. */
export interface FaceJudge<Figures> {
  /** Takes the next face, in the order of the data set. */
  see(face: SeenFace): Promise<void> | void;
  /** @throws Error where it has seen no face that it could judge by */
  judge(): Promise<Figures> | Figures;
}

/** The mask of an answer. @throws Error naming the model that makes none */
export function maskOf({ answer: { mask } }: SeenFace, model: { readonly file: string }): Float32Array {
  if (!mask) throw new Error(`${model.file} makes no masks to judge`);
  return mask;
}
