import type { Sample } from "../datasets/data-set.js";
import type { Fold } from "./fold.js";
import { requireSubjects, sortedSubjects } from "./subjects.js";

/**
 * One fold for each subject, in sorted order and named after them: tested on that person, trained on all others.
 *
 * @throws Error when a sample has no subject, or there is only one subject.
 */
export function leaveOneSubjectOut(samples: readonly Sample[]): Fold[] {
  const subjects = requireSubjects(samples);
  const distinct = sortedSubjects(subjects);
  if (distinct.length < 2) throw new Error("leaving one subject out needs at least two subjects");
  return distinct.map((name) => {
    const train: number[] = [];
    const test: number[] = [];
    subjects.forEach((subject, i) => (subject === name ? test : train).push(i));
    return { name, train, test };
  });
}
