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
