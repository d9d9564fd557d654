import assert from "node:assert/strict";
import { test } from "node:test";
import { rank } from "../../src/values/rank.js";

const rows = (...numbers: (number | null | [number, string])[]) => numbers.map((entry) => (Array.isArray(entry) ? { number: entry[0], unit: entry[1] } : { number: entry, unit: null }));

test("what has no number has no place, whichever end is better", () => {
  assert.deepEqual(rank(rows(null, 90, 95, null), "higher"), [null, 2, 1, null]);
  assert.deepEqual(rank(rows(null, 1.2, 0.9), "lower"), [null, 2, 1]);
  assert.deepEqual(rank(rows(null, Number.NaN, Number.POSITIVE_INFINITY, 3), "higher"), [null, null, null, 1]);
});

test("equal numbers share a place and the next one is left out", () => {
  assert.deepEqual(rank(rows(90, 95, 95, 80), "higher"), [3, 1, 1, 4]);
});

test("an unknown direction ranks nothing", () => {
  assert.deepEqual(rank(rows(1, 2, 3), "unknown"), [null, null, null]);
});

test("a fraction among per cents isn't compared, a written per cent sign changes nothing", () => {
  assert.deepEqual(rank(rows(98, [97, "%"], [0.99, "fraction"]), "higher"), [1, 2, null]);
});
