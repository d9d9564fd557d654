import assert from "node:assert/strict";
import { test } from "node:test";
import { createCanvas, fillPolygon, polygonCoverage } from "#src/synth/canvas.js";
import { randomStream } from "#src/synth/counter-random.js";
import { SYNTHETIC_EXPRESSIONS, synthesizeFace } from "#src/synth/synthesize-face.js";
import { linearAccuracy } from "./linear-classifier.js";

test("a face depends on its seed and index alone", () => {
  const one = synthesizeFace(9, 12345, { size: 48 });
  synthesizeFace(9, 3, { size: 48 });
  assert.deepEqual(synthesizeFace(9, 12345, { size: 48 }), one);
  assert.notDeepEqual(synthesizeFace(10, 12345, { size: 48 }).image.data, one.image.data);
  assert.notDeepEqual(synthesizeFace(9, 12346, { size: 48 }).image.data, one.image.data);
  // Trained models and documents speak of these faces: a change of the generator must be meant.
  const mean = one.image.data.reduce((a, b) => a + b, 0) / one.image.data.length;
  assert(Math.abs(mean - 160.983) < 0.01, `mean level ${mean}`);
});

test("a subject shows each expression once, on consecutive indices", () => {
  const faces = Array.from({ length: 14 }, (_, i) => synthesizeFace(1, i, { size: 16 }));
  assert.deepEqual(faces.map(({ label }) => label), [...SYNTHETIC_EXPRESSIONS, ...SYNTHETIC_EXPRESSIONS]);
  assert.equal(new Set(faces.slice(0, 7).map(({ subject }) => subject)).size, 1);
  assert.notEqual(faces[7]?.subject, faces[0]?.subject);
  assert.equal(synthesizeFace(1, 0, { size: 16, expression: "contempt", intensity: 0.5 }).label, "contempt");
  assert.throws(() => synthesizeFace(1, -1), /from 0; got -1/);
  assert.throws(() => synthesizeFace(1, 0, { size: 8 }), /size from 16; got 8/);
});

test("the region covers where the pair differs, grows with intensity, and is empty at rest", () => {
  let inside = 0;
  let outside = 0;
  for (let index = 0; index < 42; index++) {
    const { image, neutral, region, label } = synthesizeFace(2, index, { size: 48 });
    if (label === "neutral") {
      assert(region.every((value) => value === 0));
      continue;
    }
    assert(region.every((value) => value >= 0 && value <= 1));
    let [sumIn, countIn, sumOut, countOut] = [0, 0, 0, 0];
    region.forEach((value, pixel) => {
      const difference = Math.abs((image.data[pixel * 3] ?? 0) - (neutral.data[pixel * 3] ?? 0));
      if (value > 0.5) [sumIn, countIn] = [sumIn + difference, countIn + 1];
      else [sumOut, countOut] = [sumOut + difference, countOut + 1];
    });
    assert(countIn > 20 && countIn < 48 * 48 * 0.5, `${label}: ${countIn} pixels`);
    inside += sumIn / countIn;
    outside += sumOut / countOut;
  }
  assert(inside > 2 * outside, `${inside / 36} inside, ${outside / 36} outside`);
  const area = (intensity: number): number =>
    synthesizeFace(2, 6, { size: 48, expression: "surprise", intensity }).region.reduce((a, b) => a + b, 0);
  assert(area(0.3) < area(0.6) && area(0.6) < area(1));
});

test("a linear classifier on the pixels cannot tell the expressions of new people", (t) => {
  const side = 32;
  const accuracy = linearAccuracy({ seed: 7, trainFaces: 749, testFaces: 301, side });
  t.diagnostic(`linear accuracy on new people: ${(100 * accuracy).toFixed(1)} %`);
  assert(accuracy <= 0.6, `${(100 * accuracy).toFixed(1)} %`);
  assert(accuracy > 0.2, `only ${(100 * accuracy).toFixed(1)} %: is the classifier trained at all?`);
});

test("polygons are filled with exact coverage, also turned, clipped and beyond the canvas", () => {
  const canvas = createCanvas(8, 8);
  const square = polygonCoverage(canvas, Float64Array.of(1.5, 2, 4, 2, 4, 5.25, 1.5, 5.25));
  assert(Math.abs(square.reduce((a, b) => a + b, 0) - 2.5 * 3.25) < 1e-4);
  assert(Math.abs((square[2 * 8 + 1] ?? 0) - 0.5) < 1e-6);
  const diamond = polygonCoverage(canvas, Float64Array.of(4, 0.5, 7.5, 4, 4, 7.5, 0.5, 4));
  assert(Math.abs(diamond.reduce((a, b) => a + b, 0) - 24.5) < 1e-3);
  const cut = polygonCoverage(canvas, Float64Array.of(-4, -4, 4, -4, 4, 4, -4, 4));
  assert(Math.abs(cut.reduce((a, b) => a + b, 0) - 16) < 1e-4);
  fillPolygon(canvas, Float64Array.of(0, 0, 8, 0, 8, 8, 0, 8), [1, 0.5, 0], 0.5, cut);
  assert.deepEqual(Array.from(canvas.rgb.subarray(0, 3)), [0.5, 0.25, 0]);
  assert.deepEqual(Array.from(canvas.rgb.subarray(-3)), [0, 0, 0]);
  assert(canvas.steps.every((value) => value === 0), "the scratch space is left clean");
});

test("random streams of different keys are independent and uniform", () => {
  const draw = (...keys: number[]): number => randomStream(...keys).uniform(0, 1);
  const values = Array.from({ length: 4000 }, (_, i) => draw(1, i));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  assert(Math.abs(mean - 0.5) < 0.02);
  let product = 0;
  for (let i = 1; i < values.length; i++) product += ((values[i] ?? 0) - mean) * ((values[i - 1] ?? 0) - mean);
  assert(Math.abs(product / values.length) < 0.005);
  assert.notEqual(draw(1, 2), draw(2, 1));
});
