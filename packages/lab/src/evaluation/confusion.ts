import type { Answers } from "./answers.js";

/** How often each class was answered as which. */
export interface Confusion {
  readonly classes: readonly string[];
  /** K×K: rows truth, columns answer. */
  readonly counts: Float64Array;
  /** Faces of each class that were not found, and so have no answer. */
  readonly missed: Float64Array;
}

/** Figures of one class, in [0, 1]; 0 where there is nothing to divide by. */
export interface ClassFigures {
  readonly precision: number;
  /** Of all faces of the class, those not found included. */
  readonly recall: number;
  readonly f1: number;
  /** Faces of the class. */
  readonly support: number;
}

/** The figures that a confusion matrix gives, in [0, 1]. */
export interface ConfusionFigures {
  /** Of all faces, those not found included. */
  readonly accuracy: number;
  /** Mean recall of the classes that have faces. */
  readonly balancedAccuracy: number;
  /** Mean F1 of the classes that have faces. */
  readonly macroF1: number;
}

export function confusionOf({ classes, truth, answer }: Answers): Confusion {
  const confusion = { classes, counts: new Float64Array(classes.length ** 2), missed: new Float64Array(classes.length) };
  for (let index = 0; index < truth.length; index += 1) addFace(confusion, truth[index], answer[index]);
  return confusion;
}

/** Counts one face in place; an answer of −1 is a face that was not found. */
export function addFace({ classes, counts, missed }: Confusion, truth: number, answer: number): void {
  if (answer < 0) missed[truth] += 1;
  else counts[truth * classes.length + answer] += 1;
}

export function classFigures({ classes, counts, missed }: Confusion, index: number): ClassFigures {
  const size = classes.length;
  let support = missed[index];
  let answered = 0;
  for (let other = 0; other < size; other += 1) {
    support += counts[index * size + other];
    answered += counts[other * size + index];
  }
  const right = counts[index * size + index];
  return {
    precision: answered === 0 ? 0 : right / answered,
    recall: support === 0 ? 0 : right / support,
    f1: support + answered === 0 ? 0 : (2 * right) / (support + answered),
    support,
  };
}

export function confusionFigures(confusion: Confusion): ConfusionFigures {
  let [faces, right, recalls, f1s, present] = [0, 0, 0, 0, 0];
  for (let index = 0; index < confusion.classes.length; index += 1) {
    const { recall, f1, support } = classFigures(confusion, index);
    if (support === 0) continue;
    faces += support;
    right += confusion.counts[index * confusion.classes.length + index];
    recalls += recall;
    f1s += f1;
    present += 1;
  }
  if (faces === 0) return { accuracy: 0, balancedAccuracy: 0, macroF1: 0 };
  return { accuracy: right / faces, balancedAccuracy: recalls / present, macroF1: f1s / present };
}
