import assert from "node:assert/strict";
import { test } from "node:test";
import { faceScore } from "#src/faces/face-score.js";

test("a score is a probability that grows with what either look says", () => {
  let before = 0;
  for (const [first, second] of [[0.25, -6], [0.25, 0], [0.6, 0], [0.6, 3], [0.95, 3], [0.999, 12]] as const) {
    const score = faceScore(first, second);
    assert.ok(score > before && score <= 1, `${first}, ${second}: ${score}`);
    before = score;
  }
});

test("a find beside a face is likelier one, a leaning one less likely, one that fills its picture likelier", () => {
  const alone = faceScore(0.5, 1);
  assert.ok(faceScore(0.5, 1, { beside: true }) > alone);
  assert.ok(faceScore(0.5, 1, { leaning: true }) < alone);
  assert.ok(faceScore(0.5, 1, { filling: true }) > alone);
});

test("what the first look is sure of is a face without a second one", () => {
  assert.ok(faceScore(0.9) > 0.99);
  assert.ok(faceScore(0.9) < faceScore(0.95));
});
