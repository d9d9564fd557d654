import assert from "node:assert/strict";
import { test } from "node:test";
import { meantFace } from "#src/crops/meant-face.js";

test("of several faces the largest is meant, or the one in the stated box", () => {
  const face = (x: number, width: number) => ({ box: { x, y: 10, width, height: width }, score: 1, eyes: { left: { x, y: 10 }, right: { x, y: 10 } } });
  const faces = [face(10, 20), face(60, 40), face(120, 30)];
  assert.equal(meantFace(faces, undefined), faces[1]);
  assert.equal(meantFace(faces, { x: 115, y: 5, width: 45, height: 50 }), faces[2]);
  assert.equal(meantFace(faces, { x: 300, y: 5, width: 45, height: 50 }), undefined);
  assert.equal(meantFace([], undefined), undefined);
});
