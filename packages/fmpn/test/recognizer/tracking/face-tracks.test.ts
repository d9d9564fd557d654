import assert from "node:assert/strict";
import { test } from "node:test";
import { createPicture } from "#src/images/picture.js";
import type { RecognizedFace } from "#src/recognizer/face-reader.js";
import { createFaceTracks } from "#src/recognizer/tracking/face-tracks.js";

const face = (x: number, happy: number): RecognizedFace => ({
  box: { x, y: 0, width: 100, height: 100 },
  score: 1,
  eyes: { left: { x: x + 30, y: 30 }, right: { x: x + 70, y: 30 } },
  expression: happy > 0.5 ? "happy" : "sad",
  probabilities: { sad: 1 - happy, happy },
  mask: new Float32Array(1),
  logits: new Float32Array(2),
  provider: "cpu",
  crop: createPicture(1, 1, 3),
  margin: 0,
});

test("probabilities follow a sudden change with the time constant, whatever the frame rate", () => {
  for (const frames of [3, 30]) {
    const follow = createFaceTracks({ smoothing: 0.3 });
    follow([face(0, 0)], 10);
    let tracked = follow([face(0, 0)], 10);
    for (let frame = 1; frame <= frames; frame++) tracked = follow([face(0, 1)], 10 + (0.3 * frame) / frames);
    const { probabilities, expression } = tracked[0] ?? face(0, 0);
    assert.ok(Math.abs((probabilities["happy"] ?? 0) - (1 - Math.exp(-1))) < 1e-9, `${frames} frames`);
    assert.ok(Math.abs((probabilities["happy"] ?? 0) + (probabilities["sad"] ?? 0) - 1) < 1e-9);
    assert.equal(expression, "happy");
  }
});

test("one outlier does not change the expression; without smoothing it does", () => {
  for (const [smoothing, expected] of [[0.3, "sad"], [0, "happy"]] as const) {
    const follow = createFaceTracks({ smoothing });
    follow([face(0, 0)], 1);
    assert.equal(follow([face(0, 1)], 1.04)[0]?.expression, expected);
  }
});

test("a face keeps its number through a gap that is shorter than the memory", () => {
  const follow = createFaceTracks({ memory: 0.5 });
  assert.deepEqual(follow([face(0, 0), face(300, 1)], 0).map(({ id }) => id), [1, 2]);
  assert.deepEqual(follow([face(300, 1)], 0.2).map(({ id }) => id), [2]);
  assert.deepEqual(follow([face(290, 1), face(4, 0)], 0.4).map(({ id }) => id), [2, 1]);
  assert.deepEqual(follow([], 0.6), []);
  assert.deepEqual(follow([face(4, 0)], 1.2).map(({ id }) => id), [3]);
});

test("settings out of range are refused", () => {
  assert.throws(() => createFaceTracks({ smoothing: -1 }), /smoothing/);
  assert.throws(() => createFaceTracks({ memory: Number.NaN }), /memory/);
});
