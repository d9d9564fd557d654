import assert from "node:assert/strict";
import { test } from "node:test";
import type { FaceFind } from "#src/faces/face.js";
import type { RunModel } from "#src/faces/open-model.js";
import { refineFace } from "#src/faces/refine-face.js";
import { createPicture } from "#src/images/picture.js";

const find: FaceFind = { box: { x: 100, y: 80, width: 90, height: 110 }, score: 0.8, points: [{ x: 125, y: 120 }, { x: 165, y: 120 }, { x: 145, y: 140 }, { x: 130, y: 160 }, { x: 160, y: 160 }] };
/** Where the crop that the landmark model sees has the eyes. */
const [left, right, height] = [0.5 - 0.5 / 2.75, 0.5 + 0.5 / 2.75, 0.5 - 0.35 / 2.75];

/** A landmark model that sees the eyes where they are and everything else around them, from `top` to `bottom` of the crop. */
const landmarks = (top: number, bottom: number): RunModel => async () => {
  const data = Float32Array.from({ length: 136 }, (_, at) => {
    const point = at >> 1;
    const isEye = point >= 36 && point < 48;
    if (at % 2 === 0) return point < 42 && isEye ? left : isEye ? right : 0.5 + (point % 2 === 0 ? -0.2 : 0.2);
    return isEye ? height : point % 3 === 0 ? top : bottom;
  });
  return { output: { data, dims: [1, 136] } };
};

test("landmarks on the whole face give its box, its eyes and its pose", async () => {
  const { box, eyes, landmarks: points, pose } = await refineFace(landmarks(0.3, 1.0), createPicture(320, 240, 3), find);
  assert.equal(points?.length, 68);
  assert.ok(pose);
  assert.ok(Math.abs(eyes.left.x - 125) < 1 && Math.abs(eyes.right.y - 120) < 1);
  assert.ok(box.width > 70 && box.width < 90);
});

test("landmarks that cling to a part of the face, as a mask makes them, are left out: the find stands", async () => {
  assert.deepEqual(await refineFace(landmarks(0.3, 0.45), createPicture(320, 240, 3), find), {
    box: { x: 90, y: 80, width: 110, height: 110 },
    eyes: { left: { x: 125, y: 120 }, right: { x: 165, y: 120 } },
  });
});
