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

/**
 * The samples of a set that have nothing to do with faces that are tested: pictures of the people who are tested are left
 * out, and so are the tested pictures themselves where they are of the same folder. Subjects are told apart by name.
 *
 * @param tested the tested samples, by the set that they are of
 * @returns indices into the set's samples
 */
export function withoutTested({ root, samples }: SamplesOfFolder, tested: readonly SamplesOfFolder[]): number[] {
  const people = new Set(tested.flatMap((part) => part.samples.flatMap(({ subject }) => subject ?? [])));
  const files = new Set(tested.flatMap((part) => (part.root === root ? part.samples.map(({ file }) => file) : [])));
  return samples.flatMap(({ subject, file }, index) => (files.has(file) || (subject !== undefined && people.has(subject)) ? [] : [index]));
}

type SamplesOfFolder = Pick<DataSet, "root" | "samples">;

/** Distinct subjects in the order of their character codes, the order that the paper's folds follow. */
export function sortedSubjects(subjects: readonly string[]): string[] {
  return [...new Set(subjects)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
