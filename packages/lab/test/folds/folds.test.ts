import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { parseCsv } from "#src/datasets/csv.js";
import type { Sample } from "#src/datasets/data-set.js";
import { EXPRESSIONS } from "#src/datasets/expression-labels.js";
import { heldOutFold, splitFold, statedFolds } from "#src/folds/fixed-folds.js";
import type { Fold } from "#src/folds/fold.js";
import { leaveOneSubjectOut } from "#src/folds/leave-one-subject-out.js";
import { paperFolds } from "#src/folds/paper-folds.js";
import { stratifiedSubjectFolds } from "#src/folds/stratified-folds.js";
import { SHARED, SHARED_MISSING } from "../shared-folder.js";

function sample(file: string, more: Partial<Sample> = {}): Sample {
  return { file, label: "anger", columns: {}, ...more };
}

/** 30 people with 4 to 9 pictures each, classes unevenly spread. */
const CROWD: readonly Sample[] = Array.from({ length: 30 }, (_, person) =>
  Array.from({ length: 4 + (person % 6) }, (_, i) =>
    sample(`${person}-${i}.png`, {
      subject: `P${person}`,
      label: EXPRESSIONS[(person * person + i) % 8] ?? "neutral",
      split: person < 20 ? "train" : "test",
      fold: person % 3,
    }),
  ),
).flat();

function assertPersonIndependent(folds: readonly Fold[], samples: readonly Sample[]): void {
  const tested = folds.flatMap(({ test }) => test);
  assert.deepEqual(
    tested.toSorted((a, b) => a - b),
    samples.map((_, i) => i),
    "every sample is tested once",
  );
  for (const { train, test } of folds) {
    assert.equal(train.length + test.length, samples.length);
    const trained = new Set(train.map((i) => samples[i]?.subject));
    assert(test.every((i) => !trained.has(samples[i]?.subject)), "no person on both sides");
  }
}

for (const set of ["ckplus", "mmi"]) {
  const list = path.join(SHARED, "official", `${set}-folds.csv`);
  const skip = existsSync(list) ? false : SHARED_MISSING;
  test(`the paper's rule gives the authors' ten folds of ${set}`, { skip }, () => {
    const rows = parseCsv(readFileSync(list, "utf8")).slice(1);
    const samples = rows.map(({ fields: [file = "", , subject = ""] }) => sample(file, { subject }));
    const expected = rows.map(({ fields }) => Number(fields[4]));
    const folds = paperFolds(samples);
    assert.equal(folds.length, 10);
    folds.forEach(({ test: tested }, fold) => {
      assert.deepEqual(
        tested,
        expected.flatMap((testFold, i) => (testFold === fold ? [i] : [])),
      );
    });
  });
}

test("the paper's folds need subjects, and as many as folds", () => {
  assertPersonIndependent(paperFolds(CROWD), CROWD);
  assert.throws(() => paperFolds([sample("a.png")]), /a\.png names no subject/);
  assert.throws(() => paperFolds([sample("a.png", { subject: "S1" })]), /at least 10 subjects; there are 1/);
});

test("leave one subject out tests each person once", () => {
  const folds = leaveOneSubjectOut(CROWD);
  assert.equal(folds.length, 30);
  assertPersonIndependent(folds, CROWD);
  assert.throws(() => leaveOneSubjectOut([sample("a.png", { subject: "S1" })]), /at least two subjects/);
});

test("stratified folds are person-independent, repeatable and more even than the paper's", () => {
  const folds = stratifiedSubjectFolds(CROWD, 5, 1);
  assertPersonIndependent(folds, CROWD);
  assert.deepEqual(stratifiedSubjectFolds(CROWD, 5, 1), folds);
  assert(unevenness(folds) < 0.7 * unevenness(paperFolds(CROWD, 5)));
});

function unevenness(folds: readonly Fold[]): number {
  let sum = 0;
  for (const label of EXPRESSIONS) {
    const counts = folds.map(({ test }) => test.filter((i) => CROWD[i]?.label === label).length);
    const mean = counts.reduce((a, b) => a + b) / counts.length;
    sum += counts.reduce((total, count) => total + (count - mean) ** 2, 0);
  }
  return sum;
}

test("stated folds and splits are taken as the manifest has them", () => {
  assertPersonIndependent(statedFolds(CROWD), CROWD);
  const fold = splitFold(CROWD, ["train"], ["test"]);
  assert(fold.train.every((i) => CROWD[i]?.split === "train"));
  assert(fold.test.every((i) => CROWD[i]?.split === "test"));
  assert.throws(() => splitFold(CROWD, ["train"], ["val"]), /no sample is in split "val"; there are train, test/);
  assert.throws(() => splitFold(CROWD, ["train"], ["train"]), /named for train and test/);
  assert.throws(() => statedFolds([sample("a.png")]), /no sample states a fold/);
  const [first, second] = statedFolds([
    sample("a.png", { subject: "S1", fold: 1 }),
    sample("b.png", { subject: "S1" }),
    sample("c.png", { subject: "S2" }),
  ]);
  assert.deepEqual([first?.train, second?.test], [[0, 1, 2], [0, 1]]);
  const torn = [sample("a.png", { subject: "S1", fold: 1 }), sample("b.png", { subject: "S1", fold: 0 })];
  assert.throws(() => statedFolds(torn), /S1 is in folds 1 and 0/);
});

test("a held-out share is about the share, never cuts a person and does not depend on the other samples", () => {
  const many = Array.from({ length: 4000 }, (_, i) => sample(`${i}.png`, { subject: `P${i >> 1}` }));
  const { train, test: held } = heldOutFold(many, 0.1);
  assert(Math.abs(held.length / many.length - 0.1) < 0.02);
  const trained = new Set(train.map((i) => many[i]?.subject));
  assert(held.every((i) => !trained.has(many[i]?.subject)));
  const half = heldOutFold(many.slice(0, 2000), 0.1);
  assert.deepEqual(
    half.test,
    held.filter((i) => i < 2000),
  );
  assert.notDeepEqual(heldOutFold(many, 0.1, "another").test, held);
  assert.throws(() => heldOutFold(many, 1), /between 0 and 1/);
});
