import assert from "node:assert/strict";
import { test } from "node:test";
import { invert } from "#src/images/affine.js";
import { createPicture } from "#src/images/picture.js";
import { straightPlanes } from "#src/images/straight-planes.js";
import { warp } from "#src/images/warp.js";

const picture = createPicture(61, 47, 3);
picture.data.forEach((_, at) => (picture.data[at] = (at * 7919 + (at >> 3) * 31) % 256));

test("planes show what the resampler shows, before it is rounded", () => {
  for (const [scale, x, y] of [[1, 0, 0], [0.8, 0, 0], [0.4, 5, -3], [1.7, -20, -9], [2.5, 8, 8]] as const) {
    const map = { a: scale, b: 0, c: x, d: 0, e: scale, f: y };
    const [width, height] = [64, 48];
    const planes = straightPlanes(picture, invert(map), width, height, { middle: 127, scale: 128 });
    const { data } = warp(picture, map, width, height, 0);
    let most = 0;
    for (let at = 0; at < width * height; at += 1) for (let c = 0; c < 3; c += 1) most = Math.max(most, Math.abs((planes[c * width * height + at] ?? NaN) * 128 + 127 - (data[3 * at + c] ?? NaN)));
    assert.ok(most < 0.501, `${most} gray levels at scale ${scale}`);
  }
});
