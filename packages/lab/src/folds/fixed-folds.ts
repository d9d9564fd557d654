import type { Sample } from "../datasets/data-set.js";
import { unitHash } from "../datasets/unit-hash.js";
import { type Fold, foldsFromAssignment } from "./fold.js";

/**
 * The folds that the manifest itself states in its column `fold`.
 *
 * @throws Error when a sample states none.
 */
export function statedFolds(samples: readonly Sample[]): Fold[] {
  const assignment = samples.map((sample) => {
    if (sample.fold === undefined) throw new Error(`${sample.file} states no fold; fill the manifest's column "fold"`);
    return sample.fold;
  });
  return foldsFromAssignment(assignment, assignment.reduce((max, fold) => Math.max(max, fold), -1) + 1);
}

/**
 * One fold by the manifest's column `split`: trained on some splits, tested on others.
 *
 * @throws Error when a split is named that no sample is in, or one is named on both sides.
 */
export function splitFold(samples: readonly Sample[], train: readonly string[], test: readonly string[]): Fold {
  const present = new Set(samples.map((sample) => sample.split ?? ""));
  for (const split of [...train, ...test]) {
    if (!present.has(split)) {
      throw new Error(`no sample is in split "${split}"; there are ${[...present].map((s) => s || "(none)").join(", ")}`);
    }
    if (train.includes(split) && test.includes(split)) throw new Error(`split "${split}" is named for train and test`);
  }
  const indices = (splits: readonly string[]): number[] =>
    samples.flatMap((sample, i) => (splits.includes(sample.split ?? "") ? [i] : []));
  return { name: test.join("+"), train: indices(train), test: indices(test) };
}

/**
 * Holds a share of samples back, the same ones on every run and machine: by a hash of the subject where samples
 * have one (so that no person is on both sides), of the sequence or else of the file. `salt` gives other draws.
 *
 * @param share about which part to hold back, in (0, 1)
 */
export function heldOutFold(samples: readonly Sample[], share: number, salt = ""): Fold {
  if (!(share > 0 && share < 1)) throw new Error(`the held-out share must lie between 0 and 1; it is ${share}`);
  const train: number[] = [];
  const test: number[] = [];
  samples.forEach((sample, i) => {
    const key = sample.subject ?? sample.sequence ?? sample.file;
    (unitHash(`${salt}:${key}`) < share ? test : train).push(i);
  });
  return { name: `held-out-${share}`, train, test };
}
