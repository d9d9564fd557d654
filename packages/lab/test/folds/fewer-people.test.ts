import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sample } from "#src/datasets/data-set.js";
import { withFewerPeople } from "#src/folds/fewer-people.js";

const samples: Sample[] = Array.from({ length: 60 }, (_, index) => ({ file: `${index}.png`, label: "anger", subject: `S${Math.floor(index / 3)}`, columns: {} }) as Sample);
const fold = { name: "0", train: samples.map((_, index) => index).slice(6), test: [0, 1, 2, 3, 4, 5] };
const peopleOf = (train: readonly number[]): Set<string> => new Set(train.map((index) => samples[index]?.subject ?? ""));

test("a share of the people stays, whole, and a smaller share's people are among a greater's", () => {
  const shares = [0.05, 0.1, 0.25, 0.5, 1].map((share) => withFewerPeople(fold, samples, share));
  assert.deepEqual(shares.map(({ train }) => peopleOf(train).size), [1, 2, 5, 9, 18]);
  for (const { train, test: tested, name } of shares) {
    assert.equal(train.length, 3 * peopleOf(train).size);
    assert.deepEqual([tested, name], [fold.test, "0"]);
  }
  for (const [at, { train }] of shares.slice(1).entries()) assert.ok([...peopleOf(shares[at]?.train ?? [])].every((person) => peopleOf(train).has(person)));
  assert.deepEqual(shares.at(-1), fold);
  assert.deepEqual(withFewerPeople(fold, [...samples], 0.25), shares[2]);
});

test("without names of people there is no share of them", () => {
  assert.throws(() => withFewerPeople(fold, samples.map((sample) => ({ ...sample, subject: undefined })), 0.5), /names no subject/);
});
