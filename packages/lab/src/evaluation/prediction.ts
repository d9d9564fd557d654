/** What a model said of one labelled face. */
export interface Prediction {
  readonly file: string;
  /** The label's name. */
  readonly truth: string;
  /** One for each of the model's classes, in [0, 1]; of no meaning where no face was found. */
  readonly probabilities: ArrayLike<number>;
  /** False where a detector saw no face: the picture counts as wrong. */
  readonly faceFound: boolean;
  readonly subject?: string | undefined;
  /** The fold that the face was tested in. */
  readonly fold?: string | undefined;
}

/** What one model said of a set of faces, and all that figures are computed from. */
export interface Predictions {
  /** The model's classes, in the order of the probabilities. */
  readonly classes: readonly string[];
  readonly faces: readonly Prediction[];
}
