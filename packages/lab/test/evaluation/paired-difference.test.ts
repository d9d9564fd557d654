import assert from "node:assert/strict";
import { test } from "node:test";
import { metricIntervals } from "#src/evaluation/metrics.js";
import { pairedDifference } from "#src/evaluation/paired-difference.js";
import { predictionsOf, randomPredictions } from "./made-predictions.js";

test("the difference is counted face by face, in whatever order they are", () => {
  const classes = ["anger", "fear"];
  const first = predictionsOf(classes, [["anger", [1, 0]], ["anger", [1, 0]], ["fear", [0, 1]], ["fear", [1, 0]]]);
  const second = predictionsOf(classes, [["anger", [1, 0]], ["anger", [0, 1]], ["fear", [1, 0]], ["fear", [0, 1]]]);
  const found = pairedDifference(first, { ...second, faces: second.faces.toReversed() });
  assert.equal(found.images, 4);
  assert.equal(found.onlyFirst, 2);
  assert.equal(found.onlySecond, 1);
  assert.equal(found.difference, 0.25);
  assert.equal(found.over, "images");
});

test("pairs of nearly equal models have a narrower interval than each model has", () => {
  const first = randomPredictions(3, 50, 6, 0.75, 0.15);
  const faces = first.faces.map((face, index) => (index % 50 === 0 ? { ...face, probabilities: first.classes.map((name) => (name === face.truth ? 1 : 0)) } : face));
  const { difference, interval, units } = pairedDifference({ ...first, faces }, first);
  assert.equal(units, 50);
  assert.ok(difference >= 0 && interval.low >= 0 && interval.high < 0.03);
  const own = metricIntervals(first).accuracy;
  assert.ok(interval.high - interval.low < 0.5 * (own.high - own.low));
  const same = pairedDifference(first, first);
  assert.deepEqual([same.difference, same.interval.low, same.interval.high], [0, 0, 0]);
});

test("models that saw other pictures or labels are not compared", () => {
  const classes = ["anger", "fear"];
  const two = predictionsOf(classes, [["anger", [1, 0]], ["fear", [0, 1]]]);
  const one = { classes, faces: two.faces.slice(0, 1) };
  assert.throws(() => pairedDifference(two, one), /1\.png is in the first predictions only/);
  assert.throws(() => pairedDifference(one, two), /1\.png is in the second predictions only/);
  const other = predictionsOf(classes, [["anger", [1, 0]], ["anger", [0, 1]]]);
  assert.throws(() => pairedDifference(two, other), /1\.png is fear in the first predictions and anger in the second/);
});
