import assert from "node:assert/strict";
import { test } from "node:test";
import { softmax } from "#src/recognizer/answer.js";

test("softmax of large logits", () => {
  assert.deepEqual([...softmax([1000, 1000])], [0.5, 0.5]);
  assert.ok(Math.abs(softmax([0, Math.log(3)])[1] - 0.75) < 1e-12);
});
