/** One cut of a data set: indices into its samples. No sample is in both parts. */
export interface Fold {
  readonly name: string;
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Turns "sample i is tested in fold f" (undefined: never tested, always trained on) into folds 0 to `count` − 1. */
export function foldsFromAssignment(testFold: readonly (number | undefined)[], count: number): Fold[] {
  return Array.from({ length: count }, (_, fold) => {
    const train: number[] = [];
    const test: number[] = [];
    testFold.forEach((assigned, i) => (assigned === fold ? test : train).push(i));
    return { name: String(fold), train, test };
  });
}
