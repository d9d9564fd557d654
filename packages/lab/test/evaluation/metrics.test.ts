import assert from "node:assert/strict";
import { test } from "node:test";
import { allClasses, answersAmong, classesOfTruth } from "#src/evaluation/answers.js";
import { foldFigures } from "#src/evaluation/fold-mean.js";
import { measure, metricIntervals } from "#src/evaluation/metrics.js";
import { predictionsOf, randomPredictions } from "./made-predictions.js";

const classes = ["anger", "fear", "happiness"];

/** Truths and answers: a→a, a→a, a→f, f→f, h→h, h→a, h→missed. */
const seven = predictionsOf(classes, [
  ["anger", [0.8, 0.1, 0.1]],
  ["anger", [0.6, 0.3, 0.1]],
  ["anger", [0.1, 0.7, 0.2]],
  ["fear", [0.2, 0.5, 0.3]],
  ["happiness", [0, 0, 1]],
  ["happiness", [0.9, 0, 0.1]],
  ["happiness", []],
]);

test("figures are those counted by hand; a missed face is wrong", () => {
  const found = measure(seven);
  assert.deepEqual(found.confusion, [[2, 1, 0], [0, 1, 0], [1, 0, 1]]);
  assert.equal(found.images, 7);
  assert.equal(found.facesFound, 6);
  assert.equal(found.accuracy, 4 / 7);
  const [anger, fear, happiness] = found.perClass;
  assert.deepEqual(anger, { precision: 2 / 3, recall: 2 / 3, f1: 4 / 6, support: 3 });
  assert.deepEqual(fear, { precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 });
  assert.deepEqual(happiness, { precision: 1, recall: 1 / 3, f1: 2 / 4, support: 3 });
  assert.ok(Math.abs(found.balancedAccuracy - (2 / 3 + 1 + 1 / 3) / 3) < 1e-12);
  assert.ok(Math.abs(found.macroF1 - (2 / 3 + 2 / 3 + 1 / 2) / 3) < 1e-12);
});

test("calibration error is that of 15 bins, counted by hand", () => {
  // Confidences 0.8 0.6 0.7 0.5 1 0.9 lie in bins 12, 9, 10, 7, 14, 13: each alone.
  const wanted = (0.2 + 0.4 + 0.7 + 0.5 + 0 + 0.9) / 6;
  assert.ok(Math.abs(measure(seven).calibrationError - wanted) < 1e-12);
  // Eight answers at 0.75, six of them right: calibrated.
  const even = predictionsOf(["anger", "fear"], Array.from({ length: 8 }, (_, k) => [k < 6 ? "anger" : "fear", [0.75, 0.25]] as const));
  assert.equal(measure(even).calibrationError, 0);
});

test("answers are restricted to the set's classes, and their probability is that among them", () => {
  const set = predictionsOf(["neutral", ...classes], [
    ["anger", [0.6, 0.3, 0.1, 0]],
    ["happiness", [0.7, 0.1, 0, 0.2]],
    ["happiness", [1, 0, 0, 0]],
  ]);
  const restricted = answersAmong(set);
  assert.deepEqual(restricted.classes, ["anger", "happiness"]);
  assert.deepEqual([...restricted.answer], [0, 1, 0]);
  assert.deepEqual([...restricted.confidence].map((value) => Math.round(value * 1000)), [1000, 667, 500]);
  assert.equal(measure(set).accuracy, 2 / 3);
  const own = measure(set, allClasses(set));
  assert.equal(own.accuracy, 0);
  assert.deepEqual(own.confusion[3], [2, 0, 0, 0]);
  assert.equal(own.balancedAccuracy, 0, "mean over the classes that have faces");
});

test("a class that the model lacks is never answered and counts as wrong", () => {
  const set = predictionsOf(classes, [["contempt", [0.2, 0.3, 0.5]], ["anger", [1, 0, 0]]]);
  assert.deepEqual(classesOfTruth(set), ["anger", "contempt"]);
  assert.deepEqual(measure(set).confusion, [[1, 0], [1, 0]]);
  assert.throws(() => measure(predictionsOf(classes, [["contempt", [0.2, 0.3, 0.5]]])), /none of these is among contempt/);
});

test("predictions that cannot be measured name their file", () => {
  assert.throws(() => measure(predictionsOf(classes, [["anger", [Number.NaN, 0, 0]]])), /0\.png: the probability of anger is NaN/);
  assert.throws(() => measure(predictionsOf(classes, [["anger", [1, 0]]])), /0\.png: 2 probabilities for the 3 classes/);
  assert.throws(() => measure(seven, ["anger", "fear"]), /4\.png: its label happiness is not among/);
});

test("nothing to measure gives zeros, not NaN", () => {
  const { accuracy, balancedAccuracy, macroF1, calibrationError } = measure({ classes, faces: [] });
  assert.deepEqual([accuracy, balancedAccuracy, macroF1, calibrationError], [0, 0, 0, 0]);
});

test("intervals hold the figure, are the same again, and are wider over subjects that differ", () => {
  const set = randomPredictions(1, 40, 30, 0.7, 0.2);
  const bySubject = metricIntervals(set);
  const { accuracy } = measure(set);
  assert.equal(bySubject.over, "subjects");
  assert.equal(bySubject.units, 40);
  assert.ok(bySubject.accuracy.low < accuracy && accuracy < bySubject.accuracy.high);
  assert.deepEqual(metricIntervals(set), bySubject);
  assert.notDeepEqual(metricIntervals(set, undefined, { seed: 1 }), bySubject);

  const byImage = metricIntervals({ ...set, faces: set.faces.map((face) => ({ ...face, subject: undefined })) });
  assert.equal(byImage.over, "images");
  const width = (interval: { low: number; high: number }): number => interval.high - interval.low;
  // The binomial's own interval: 2 × 1.96 × √(p (1 − p) / n).
  const wanted = 2 * 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / 1200);
  assert.ok(Math.abs(width(byImage.accuracy) / wanted - 1) < 0.08, `${width(byImage.accuracy)} for ${wanted}`);
  assert.ok(width(bySubject.accuracy) > 1.8 * width(byImage.accuracy));
});

test("95 % intervals hold the truth about 95 % of the time", () => {
  const held = Array.from({ length: 200 }, (_, seed) => {
    const { low, high } = metricIntervals(randomPredictions(seed, 60, 3, 0.8), undefined, { resamples: 400 }).accuracy;
    return low <= 0.8 && 0.8 <= high;
  }).filter(Boolean).length;
  assert.ok(held >= 180 && held <= 200, `${held} of 200`);
});

test("folds count alike in the mean however many faces they have", () => {
  const right = (file: string, fold: string, isRight: boolean) => ({ file, truth: "anger", fold, faceFound: true, probabilities: isRight ? [1, 0, 0] : [0, 1, 0] });
  const faces = [right("a", "2", true), right("b", "10", true), right("c", "10", false), right("d", "10", false), right("e", "10", false)];
  const figures = foldFigures({ classes, faces }, ["anger", "fear"]);
  assert.deepEqual(figures?.folds.map(({ fold }) => fold), ["2", "10"]);
  assert.equal(figures?.mean.accuracy, (1 + 1 / 4) / 2);
  assert.equal(measure({ classes, faces }, ["anger", "fear"]).accuracy, 2 / 5);
  assert.ok(Math.abs((figures?.deviation ?? 0) - Math.sqrt(2) * 0.375) < 1e-12);
  assert.equal(foldFigures(seven), undefined);
});
