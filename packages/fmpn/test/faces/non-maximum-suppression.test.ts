import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeOverlapping, overlap } from "#src/faces/non-maximum-suppression.js";

const box = (x: number, y: number, side: number) => ({ x, y, width: side, height: side });

test("overlap is the shared part of the union", () => {
  assert.equal(overlap(box(0, 0, 10), box(0, 0, 10)), 1);
  assert.equal(overlap(box(0, 0, 10), box(5, 0, 10)), 50 / 150);
  assert.equal(overlap(box(0, 0, 10), box(20, 0, 10)), 0);
});

test("candidates of one face are averaged by their scores; the best score stays", () => {
  const merged = mergeOverlapping([
    { box: box(2, 0, 10), score: 0.3 },
    { box: box(0, 0, 10), score: 0.9, eyes: { left: { x: 3, y: 4 }, right: { x: 7, y: 4 } } },
    { box: box(50, 50, 10), score: 0.7 },
  ]);
  assert.equal(merged.length, 2);
  assert.equal(merged[0].score, 0.9);
  assert.ok(Math.abs(merged[0].box.x - 0.5) < 1e-12);
  assert.deepEqual(merged[0].eyes, { left: { x: 3, y: 4 }, right: { x: 7, y: 4 } });
  assert.deepEqual(merged[1], { box: box(50, 50, 10), score: 0.7 });
});

test("half a face inside of a whole one is the same face; neighbours are not", () => {
  assert.equal(mergeOverlapping([{ box: box(0, 0, 20), score: 0.9 }, { box: box(1, 1, 8), score: 0.6 }]).length, 1);
  assert.equal(mergeOverlapping([{ box: box(0, 0, 20), score: 0.9 }, { box: box(15, 0, 20), score: 0.6 }]).length, 2);
  assert.deepEqual(mergeOverlapping([]), []);
});
