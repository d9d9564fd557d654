import assert from "node:assert/strict";
import { test } from "node:test";
import { scaling, similarity } from "#src/images/affine.js";
import { boxShrink } from "#src/images/box-shrink.js";
import { nearestHalf, withHalves } from "#src/images/halves.js";
import { warp } from "#src/images/warp.js";
import { randomPicture } from "./random-picture.js";

test("a half has the means of four pixels, of what is left at an odd end, and is made once", () => {
  for (const [width, height, channels] of [[8, 6, 3], [7, 5, 3], [9, 4, 1], [1, 1, 3]] as const) {
    const picture = randomPicture(width, height, channels);
    const halves = withHalves(picture);
    const half = halves.half();
    assert.equal(halves.half(), half);
    const expected = boxShrink(picture, { x: 0, y: 0, width, height }, 2);
    assert.deepEqual([half.width, half.height, half.channels], [expected.width, expected.height, channels]);
    for (const [at, value] of half.data.entries()) assert.ok(Math.abs(value - expected.data[at]) <= 1, `${at}: ${value}, not ${expected.data[at]}`);
  }
});

test("what is shrunk much is shown from a half, at the same place", () => {
  const picture = randomPicture(240, 160, 3);
  // Something to be placed by: a bright block on the noise.
  for (let y = 64; y < 96; y++) picture.data.fill(255, (y * 240 + 96) * 3, (y * 240 + 144) * 3);
  const turned = similarity([{ x: 0, y: 0 }, { x: 1, y: 0 }], [{ x: 3, y: 2 }, { x: 3.19, y: 2.05 }]);
  for (const [map, halvings] of [[scaling(1), 0], [scaling(0.34), 0], [scaling(0.2, 3, -2), 1], [turned, 1], [scaling(0.1), 2]] as const) {
    const near = nearestHalf(withHalves(picture), map);
    assert.equal(near.picture.width, 240 / 2 ** halvings);
    const [shown, expected] = [warp(near.picture, near.map, 24, 16), warp(picture, map, 24, 16)];
    const off = shown.data.reduce((sum, value, at) => sum + Math.abs(value - expected.data[at]), 0) / shown.data.length;
    assert.ok(off < 6, `${off} gray levels in the mean`);
  }
  assert.equal(nearestHalf(picture, scaling(0.1)).picture, picture);
});
