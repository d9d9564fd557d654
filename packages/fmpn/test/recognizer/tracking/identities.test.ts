import assert from "node:assert/strict";
import { test } from "node:test";
import { matchFaces } from "#src/recognizer/tracking/identities.js";

const at = (x: number, y: number, side = 100) => ({
  box: { x, y, width: side, height: side },
  eyes: { left: { x: x + 0.3 * side, y: y + 0.3 * side }, right: { x: x + 0.7 * side, y: y + 0.3 * side } },
});

test("faces that moved a little keep their places, in whatever order they come", () => {
  const before = [at(0, 0), at(200, 0), at(400, 0)];
  assert.deepEqual(matchFaces([at(410, 8), at(-5, 3), at(190, 4)], before), [2, 0, 1]);
});

test("a face far from all others is new, and each old one is given once", () => {
  assert.deepEqual(matchFaces([at(500, 0), at(5, 0), at(12, 0)], [at(0, 0)]), [undefined, 0, undefined]);
  assert.deepEqual(matchFaces([at(0, 0)], []), [undefined]);
  assert.deepEqual(matchFaces([], [at(0, 0)]), []);
});

test("a small face before a large one is another person", () => {
  assert.deepEqual(matchFaces([at(30, 60, 30)], [at(0, 0)]), [undefined]);
});
