import assert from "node:assert/strict";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { type FaceDetector, openFaceDetector } from "#src/faces/face-detector.js";
import { headPose } from "#src/faces/head-pose.js";
import { decodeImage } from "#src/images/decode.js";
import { warp } from "#src/images/warp.js";

const demo = fileURLToPath(new URL("../../../../demo/images/", import.meta.url));
const turned = (degrees: number, x: number, y: number) => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return { a: c, b: -s, c: x - c * x + s * y, d: s, e: c, f: y - s * x - c * y };
};

test("faces that look into the camera have no pose to speak of; a turned picture turns the head, clockwise is positive", async () => {
  const detector: FaceDetector = await openFaceDetector();
  for (const name of ["composite_f_african", "composite_m_white", "L030_neutral"]) {
    const picture = await decodeImage(path.join(demo, `${name}.jpg`));
    const [face = assert.fail()] = await detector.detect(picture);
    const { yaw, pitch, roll } = face.pose ?? assert.fail();
    for (const angle of [yaw, pitch, roll]) assert.ok(Math.abs(angle) < 8, `${name}: ${angle}`);
    assert.equal(face.landmarks?.length, 68);
    const [nose = assert.fail()] = [face.landmarks?.[30]];
    assert.ok(nose.y > face.eyes.left.y && nose.x > face.eyes.left.x && nose.x < face.eyes.right.x);
    const nosed = (dx: number, dy: number) => headPose((face.landmarks ?? []).map(({ x, y }, index) => (index === 30 ? { x: x + dx, y: y + dy } : { x, y })));
    const step = (face.eyes.right.x - face.eyes.left.x) / 8;
    assert.ok(nosed(step, 0).yaw > yaw + 5 && nosed(-step, 0).yaw < yaw - 5, "the nose points to where the face looks");
    assert.ok(nosed(0, -step).pitch > pitch + 3 && nosed(0, step).pitch < pitch - 3);
    for (const degrees of [-20, 20]) {
      const [again = assert.fail()] = await detector.detect(warp(picture, turned(degrees, picture.width / 2, picture.height / 2), picture.width, picture.height));
      assert.ok(Math.abs((again.pose?.roll ?? NaN) - roll - degrees) < 3, `${name} by ${degrees}: ${again.pose?.roll}`);
      assert.ok(Math.abs((again.pose?.yaw ?? NaN) - yaw) < 6);
    }
  }
  await detector.close?.();
});
