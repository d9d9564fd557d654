import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeOverlapping } from "#src/faces/non-maximum-suppression.js";
import { overlap } from "#src/images/box.js";

const box = (x: number, y: number, side: number) => ({ x, y, width: side, height: side });

test("overlap is the shared part of the union", () => {
  assert.equal(overlap(box(0, 0, 10), box(0, 0, 10)), 1);
  assert.equal(overlap(box(0, 0, 10), box(5, 0, 10)), 50 / 150);
  assert.equal(overlap(box(0, 0, 10), box(20, 0, 10)), 0);
});

const points = (x: number) => Array.from({ length: 5 }, (_, k) => ({ x: x + k, y: 2 * k }));
const find = (x: number, y: number, side: number, score: number) => ({ box: box(x, y, side), score, points: points(x) });

test("finds of one face are averaged by their scores, box and points; the best score stays", () => {
  const merged = mergeOverlapping([find(2, 0, 10, 0.3), find(0, 0, 10, 0.9), find(50, 50, 10, 0.7)]);
  assert.equal(merged.length, 2);
  assert.equal(merged[0].score, 0.9);
  assert.ok(Math.abs(merged[0].box.x - 0.5) < 1e-12);
  assert.ok(Math.abs(merged[0].points[4].x - 4.5) < 1e-12 && Math.abs(merged[0].points[4].y - 8) < 1e-12);
  assert.deepEqual(merged[1], find(50, 50, 10, 0.7));
});

test("half a face inside of a whole one is the same face; neighbours are not", () => {
  assert.equal(mergeOverlapping([find(0, 0, 20, 0.9), find(1, 1, 8, 0.6)]).length, 1);
  assert.equal(mergeOverlapping([find(0, 0, 20, 0.9), find(15, 0, 20, 0.6)]).length, 2);
  assert.deepEqual(mergeOverlapping([]), []);
});
