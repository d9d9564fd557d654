import type { ActionUnits } from "./action-units.js";
import type { BrushFrame } from "./brush.js";
import type { Point } from "./curves.js";
import type { FaceIdentity } from "./face-identity.js";
import type { FaceShape } from "./face-shape.js";

/** Everything that the painters need to know of the face at hand. */
export interface Sitter extends BrushFrame {
  readonly person: FaceIdentity;
  readonly units: ActionUnits;
  readonly shape: FaceShape;
  /** Where the person looks, −1 to 1 on both axes. */
  readonly gaze: Point;
}
