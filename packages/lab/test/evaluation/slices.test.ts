import assert from "node:assert/strict";
import { test } from "node:test";
import { slicesOf } from "#src/evaluation/slices.js";

const classes = ["anger", "happiness"];
const face = (truth: string, sure: number) => ({ file: "", truth, probabilities: [1 - sure, sure], faceFound: true });

test("figures by a column's values, the most frequent first, with intervals of their own", () => {
  const faces = [face("happiness", 0.9), face("happiness", 0.8), face("anger", 0.7), face("anger", 0.2), face("happiness", 0.1)];
  const slices = slicesOf({ classes, faces }, ["old", "old", "old", "young", "young"]);
  assert.deepEqual(slices.map(({ value, images }) => [value, images]), [["old", 3], ["young", 2]]);
  const [old, young] = slices;
  assert.ok(old && young && Math.abs(old.accuracy - 2 / 3) < 1e-12);
  assert.equal(young.accuracy, 0.5);
  assert.ok(old.interval.low < old.accuracy && old.accuracy < old.interval.high);
  assert.equal(old.balancedAccuracy, 0.5);
});

test("a slice that shows one class is still asked among the set's", () => {
  const faces = [face("happiness", 0.9), face("anger", 0.9), face("anger", 0.1)];
  const [, angry] = slicesOf({ classes, faces }, ["a", "b", "a"]);
  assert.deepEqual([angry?.value, angry?.accuracy], ["b", 0]);
});
