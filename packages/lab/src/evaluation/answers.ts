import type { Predictions } from "./prediction.js";

/** Predictions turned into answers among certain classes. Faces are in the order of the predictions. */
export interface Answers {
  /** What truths and answers are indices of. */
  readonly classes: readonly string[];
  readonly truth: Int32Array;
  /** −1 where no face was found. */
  readonly answer: Int32Array;
  /** Probability of the answer among the classes, in [0, 1]; 0 where no face was found. */
  readonly confidence: Float64Array;
}

/** The classes that occur as truths: those of the model in its order, then those that the model cannot answer. */
export function classesOfTruth({ classes, faces }: Predictions): string[] {
  const truths = new Set(faces.map(({ truth }) => truth));
  return [...classes.filter((name) => truths.has(name)), ...[...truths].filter((name) => !classes.includes(name)).sort()];
}

/** All classes of the model, then those that occur as truths only. */
export function allClasses(predictions: Predictions): string[] {
  const { classes } = predictions;
  return [...classes, ...classesOfTruth(predictions).filter((name) => !classes.includes(name))];
}

/**
 * The most probable of the given classes for each face (the first of equals), and its probability among them. A class
 * that the model does not have is never answered.
 *
 * @param among by default the classes that occur as truths
 * @throws RangeError naming the face whose truth is not among the classes or whose probabilities are no numbers, or where the
 *   model has none of the classes
 */
export function answersAmong(predictions: Predictions, among: readonly string[] = classesOfTruth(predictions)): Answers {
  const { classes: known, faces } = predictions;
  const places = among.map((name) => known.indexOf(name));
  if (faces.length > 0 && places.every((place) => place < 0)) {
    throw new RangeError(`the model answers ${known.join(", ")}; none of these is among ${among.join(", ")}`);
  }
  const truth = new Int32Array(faces.length);
  const answer = new Int32Array(faces.length).fill(-1);
  const confidence = new Float64Array(faces.length);
  for (const [index, { file, truth: name, probabilities, faceFound }] of faces.entries()) {
    truth[index] = among.indexOf(name);
    if (truth[index] < 0) throw new RangeError(`${file}: its label ${name} is not among the classes ${among.join(", ")}`);
    if (!faceFound) continue;
    if (probabilities.length !== known.length) {
      throw new RangeError(`${file}: ${probabilities.length} probabilities for the ${known.length} classes ${known.join(", ")}`);
    }
    let sum = 0;
    let highest = -1;
    for (const [k, place] of places.entries()) {
      if (place < 0) continue;
      const probability = probabilities[place];
      if (!(probability >= 0 && probability < Infinity)) throw new RangeError(`${file}: the probability of ${among[k]} is ${probability}`);
      sum += probability;
      if (probability > highest) {
        highest = probability;
        answer[index] = k;
      }
    }
    confidence[index] = sum > 0 ? highest / sum : 1 / places.filter((place) => place >= 0).length;
  }
  return { classes: among, truth, answer, confidence };
}
