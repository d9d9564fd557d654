import type { Sample } from "../datasets/data-set.js";
import { type Fold, foldsFromAssignment } from "./fold.js";
import { requireSubjects, sortedSubjects } from "./subjects.js";

/**
 * The fold that each subject is tested in by the paper's rule: sort the n subjects, cut at round(n·i/count) (half
 * up), number the groups from the last, so that the last group is fold 0. Reproduces the authors' lists for CK+ and
 * MMI exactly. Depends on the subjects alone: the same people give the same folds whichever pictures of them are used.
 */
export function paperFoldOfSubjects(subjects: readonly string[], count = 10): Map<string, number> {
  const sorted = sortedSubjects(subjects);
  if (sorted.length < count) {
    throw new Error(`${count} person-independent folds need at least ${count} subjects; there are ${sorted.length}`);
  }
  const cuts = Array.from({ length: count + 1 }, (_, i) => Math.floor((sorted.length * i) / count + 0.5));
  const foldOf = new Map<string, number>();
  for (let group = 0; group < count; group++) {
    for (const subject of sorted.slice(cuts[group], cuts[group + 1])) foldOf.set(subject, count - 1 - group);
  }
  return foldOf;
}

/**
 * The paper's person-independent folds (Section IV and the authors' published lists).
 *
 * @throws Error when a sample has no subject, or there are fewer subjects than folds.
 */
export function paperFolds(samples: readonly Sample[], count = 10): Fold[] {
  const subjects = requireSubjects(samples);
  const foldOf = paperFoldOfSubjects(subjects, count);
  return foldsFromAssignment(
    subjects.map((subject) => foldOf.get(subject)),
    count,
  );
}
