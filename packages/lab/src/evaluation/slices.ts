import { classesOfTruth } from "./answers.js";
import type { BootstrapOptions, Interval } from "./bootstrap.js";
import { measure, metricIntervals } from "./metrics.js";
import type { Predictions } from "./prediction.js";

/** The figures of the faces that have one value in a column. */
export interface Slice {
  readonly value: string;
  readonly images: number;
  /** Answers among the classes that the whole set has. */
  readonly accuracy: number;
  readonly interval: Interval;
  /** Mean recall over the classes that the slice has. */
  readonly balancedAccuracy: number;
}

/**
 * Accuracy by the values of a column, the most frequent first: where a model is weaker than elsewhere.
 *
 * @param values of each face
 */
export function slicesOf({ classes, faces }: Predictions, values: readonly string[], options: BootstrapOptions = {}): Slice[] {
  const among = classesOfTruth({ classes, faces });
  const members = new Map<string, number[]>();
  for (const [face, value] of values.entries()) members.set(value, [...(members.get(value) ?? []), face]);
  return [...members]
    .map(([value, indices]): Slice => {
      const part = { classes, faces: indices.map((index) => faces[index]) };
      const { accuracy, balancedAccuracy } = measure(part, among);
      return { value, images: indices.length, accuracy, interval: metricIntervals(part, among, options).accuracy, balancedAccuracy };
    })
    .sort((a, b) => b.images - a.images || a.value.localeCompare(b.value, "en"));
}
