import type { Sample } from "../datasets/data-set.js";

/**
 * The subject of every sample.
 *
 * @throws Error when a sample has none: folds that are independent of the person need to know the person.
 */
export function requireSubjects(samples: readonly Sample[]): string[] {
  return samples.map((sample) => {
    if (sample.subject === undefined) {
      throw new Error(`${sample.file} names no subject; person-independent folds need the manifest's column "subject"`);
    }
    return sample.subject;
  });
}

/** Distinct subjects in the order of their character codes, the order that the paper's folds follow. */
export function sortedSubjects(subjects: readonly string[]): string[] {
  return [...new Set(subjects)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
