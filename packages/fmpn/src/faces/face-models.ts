import type { RunModel } from "./open-model.js";

/** The networks that find faces. */
export interface FaceModels {
  /** The first look. */
  readonly faces: RunModel;
  readonly secondLook: RunModel;
  readonly landmarks: RunModel;
}
