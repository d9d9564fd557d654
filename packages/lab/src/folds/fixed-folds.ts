import type { Sample } from "../datasets/data-set.js";
import { unitHash } from "../datasets/unit-hash.js";
import { type Fold, foldsFromAssignment } from "./fold.js";

/**
 * The folds that the manifest itself states in its column `fold`. A sample without one goes with its subject's other
 * samples, so that no person is on both sides; where the subject has none either, it is trained on in every fold.
 *
 * @throws Error when no sample states a fold, or two samples of one subject state different ones.
 */
export function statedFolds(samples: readonly Sample[]): Fold[] {
  const ofSubject = new Map<string, number>();
  for (const { file, subject, fold } of samples) {
    if (subject === undefined || fold === undefined) continue;
    const earlier = ofSubject.get(subject);
    if (earlier !== undefined && earlier !== fold) {
      throw new Error(`${file}: subject ${subject} is in folds ${earlier} and ${fold}; a person belongs to one fold`);
    }
    ofSubject.set(subject, fold);
  }
  const assignment = samples.map(({ subject, fold }) => fold ?? ofSubject.get(subject ?? ""));
  const count = assignment.reduce<number>((most, fold) => Math.max(most, fold ?? -1), -1) + 1;
  if (count === 0) throw new Error('no sample states a fold; fill the manifest\'s column "fold"');
  return foldsFromAssignment(assignment, count);
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
