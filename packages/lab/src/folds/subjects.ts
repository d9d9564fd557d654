import type { DataSet, Sample } from "../datasets/data-set.js";

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

/** A sample that is tested, and the folder that its file lies in. */
export interface TestedSample {
  readonly root: string;
  readonly sample: Sample;
}

/** The sample of an index as one that is tested; none where the set has no such index. */
export function testedSample({ root, samples }: Pick<DataSet, "root" | "samples">, index: number): TestedSample[] {
  const sample = samples[index];
  return sample === undefined ? [] : [{ root, sample }];
}

/**
 * The samples of a set that have nothing to do with faces that are tested: others' pictures of the people who are tested are
 * left out, and so are the tested pictures themselves where they are of the same folder. Subjects are told apart by name.
 *
 * @returns indices into `samples`
 */
export function withoutTested({ root, samples }: Pick<DataSet, "root" | "samples">, tested: readonly TestedSample[]): number[] {
  const people = new Set(tested.flatMap(({ sample }) => sample.subject ?? []));
  const files = new Set(tested.flatMap(({ root: folder, sample }) => (folder === root ? [sample.file] : [])));
  return samples.flatMap(({ subject, file }, index) => (files.has(file) || (subject !== undefined && people.has(subject)) ? [] : [index]));
}

/** Distinct subjects in the order of their character codes, the order that the paper's folds follow. */
export function sortedSubjects(subjects: readonly string[]): string[] {
  return [...new Set(subjects)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
