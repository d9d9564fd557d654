import assert from "node:assert/strict";
import { test } from "node:test";
import { measure } from "#src/evaluation/metrics.js";
import { formatPredictions, parsePredictions } from "#src/evaluation/predictions-csv.js";
import { predictionsOf, randomPredictions } from "./made-predictions.js";

test("predictions written and read again give the same figures", () => {
  const made = randomPredictions(5, 6, 5, 0.6);
  const faces = made.faces.map((face, index) => (index === 7 ? { ...face, faceFound: false } : { ...face, probabilities: Float32Array.from(face.probabilities) }));
  const text = formatPredictions({ ...made, faces });
  assert.match(text, /^file,subject,fold,truth,answer,anger,happiness,surprise\n0\/0\.png,s0,0,anger,/);
  const read = parsePredictions(text, "predictions.csv");
  assert.deepEqual(measure(read), { ...measure({ ...made, faces }), calibrationError: measure(read).calibrationError });
  assert.ok(Math.abs(measure(read).calibrationError - measure({ ...made, faces }).calibrationError) < 1e-6);
  assert.equal(formatPredictions(read), text);
  assert.equal(read.faces[7].faceFound, false);
});

test("mistakes are named with their lines", () => {
  assert.throws(() => parsePredictions('file\n"a', "p.csv"), /p\.csv, line 2: a quoted field is never closed/);
  assert.throws(() => parsePredictions("name,label\n", "p.csv"), /p\.csv:1: the first line must be file,subject/);
  const text = formatPredictions(predictionsOf(["anger", "fear"], [["anger", [1, 0]], ["fear", [0.5, 0.5]]]));
  const broken = text.replace("0.5,0.5", "0.5,often").replace("0.png,,,anger,anger,1,0", "0.png,,,anger,anger,1");
  assert.throws(() => parsePredictions(broken, "p.csv"), /p\.csv:2: 6 fields[^]*p\.csv:3: probabilities are 0\.5, often/);
});
