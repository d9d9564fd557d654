import assert from "node:assert/strict";
import { test } from "node:test";
import { layOnGray } from "#src/images/alpha.js";
import { toGray, toRgb } from "#src/images/gray.js";
import { createPicture, isPicture } from "#src/images/picture.js";

test("a picture's sides and values must agree", () => {
  assert.throws(() => createPicture(0, 3, 3), RangeError);
  assert.throws(() => createPicture(2.5, 3, 3), RangeError);
  assert.throws(() => createPicture(2, 2, 3, new Uint8ClampedArray(11)), /12 values, not 11/);
  assert.ok(isPicture(createPicture(2, 2, 1)));
  assert.ok(!isPicture({ width: 2, height: 2, channels: 3, data: new Uint8ClampedArray(4) }));
  assert.ok(!isPicture(null));
});

test("gray is BT.601 luma in Pillow's integers", () => {
  // Values of Pillow 9: Image.new("RGB", (1, 1), colour).convert("L").
  const known = [[255, 0, 0, 76], [0, 255, 0, 150], [0, 0, 255, 29], [255, 255, 255, 255], [10, 20, 30, 18], [200, 100, 50, 124]];
  for (const [red, green, blue, luma] of known) {
    assert.equal(toGray(createPicture(1, 1, 3, Uint8ClampedArray.of(red, green, blue))).data[0], luma);
  }
  const gray = createPicture(2, 1, 1, Uint8ClampedArray.of(7, 200));
  assert.equal(toGray(gray), gray);
  assert.deepEqual([...toRgb(gray).data], [7, 7, 7, 200, 200, 200]);
  assert.deepEqual(toGray(toRgb(gray)).data, gray.data);
});

test("transparent pixels show mid-grey", () => {
  const picture = layOnGray(3, 1, Uint8Array.of(255, 0, 9, 255, 255, 0, 9, 0, 255, 0, 9, 51));
  assert.deepEqual([...picture.data], [255, 0, 9, 128, 128, 128, 153, 102, 104]);
});
