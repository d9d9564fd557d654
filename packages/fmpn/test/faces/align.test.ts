import assert from "node:assert/strict";
import { test } from "node:test";
import { alignFace, alignment } from "#src/faces/align.js";
import { mapPoint } from "#src/images/affine.js";
import { createPicture } from "#src/images/picture.js";

const eyes = { left: { x: 41.5, y: 60 }, right: { x: 82, y: 48.25 } };

test("the eyes come to the paper's places", () => {
  for (const size of [48, 96, 299]) {
    const map = alignment(eyes, { size });
    assertNear(mapPoint(map, eyes.left), { x: 0.275 * size, y: size / 3.5 });
    assertNear(mapPoint(map, eyes.right), { x: 0.725 * size, y: size / 3.5 });
  }
});

test("a margin adds its part of the tight crop on every side", () => {
  const [tight, wide] = [alignment(eyes, { size: 100 }), alignment(eyes, { size: 150, margin: 0.25 })];
  // At 150 pixels with a quarter more on each side, the tight crop is 100 pixels in the middle.
  for (const point of [eyes.left, eyes.right, { x: 3, y: 7 }]) {
    const inTight = mapPoint(tight, point);
    assertNear(mapPoint(wide, point), { x: inTight.x + 25, y: inTight.y + 25 });
  }
});

test("the crop shows what was at the eyes, however the face is turned", () => {
  for (const degrees of [0, 30, -30, 90]) {
    const picture = createPicture(160, 160, 3);
    const angle = (degrees * Math.PI) / 180;
    const at = (side: number) => ({ x: 80 + side * 25 * Math.cos(angle), y: 80 + side * 25 * Math.sin(angle) });
    const turned = { left: at(-1), right: at(1) };
    drawDot(picture, turned.left, 0);
    drawDot(picture, turned.right, 1);
    const crop = alignFace(picture, turned, { size: 112 });
    assert.deepEqual([crop.width, crop.height, crop.channels], [112, 112, 3]);
    assertNear(centreOf(crop, 0), { x: 0.275 * 112, y: 32 }, 0.6);
    assertNear(centreOf(crop, 1), { x: 0.725 * 112, y: 32 }, 0.6);
  }
});

test("settings out of range are refused", () => {
  assert.throws(() => alignment(eyes, { size: 0 }), /positive integer/);
  assert.throws(() => alignment(eyes, { margin: -0.3 }), /margin/);
  assert.throws(() => alignment({ left: eyes.left, right: eyes.left }), RangeError);
});

type Place = { x: number; y: number };

function assertNear(actual: Place, expected: Place, within = 1e-9) {
  const distance = Math.hypot(actual.x - expected.x, actual.y - expected.y);
  assert.ok(distance <= within, `(${actual.x}, ${actual.y}) instead of (${expected.x}, ${expected.y})`);
}

function drawDot(picture: ReturnType<typeof createPicture>, { x, y }: Place, channel: number) {
  for (let row = 0; row < picture.height; row++) {
    for (let column = 0; column < picture.width; column++) {
      const near = 6 - Math.hypot(column + 0.5 - x, row + 0.5 - y);
      if (near > 0) picture.data[(row * picture.width + column) * 3 + channel] = Math.min(1, near) * 255;
    }
  }
}

function centreOf(picture: ReturnType<typeof createPicture>, channel: number): Place {
  let [x, y, sum] = [0, 0, 0];
  for (let pixel = 0; pixel < picture.width * picture.height; pixel++) {
    const weight = picture.data[pixel * 3 + channel];
    x += weight * ((pixel % picture.width) + 0.5);
    y += weight * (Math.floor(pixel / picture.width) + 0.5);
    sum += weight;
  }
  return { x: x / sum, y: y / sum };
}
