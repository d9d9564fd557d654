import assert from "node:assert/strict";
import { test } from "node:test";
import { readBmp } from "#src/images/bmp.js";
import { toGray, toRgb } from "#src/images/gray.js";
import { createPicture } from "#src/images/picture.js";
import { bmpOf } from "./bmp-files.js";
import { largestDifference, randomPicture } from "./random-picture.js";

test("bitmaps of every depth are read, from the bottom and from the top", () => {
  const colour = randomPicture(13, 6, 3);
  const gray = toGray(randomPicture(13, 6, 1));
  const black = createPicture(13, 6, 1, gray.data.map((value) => (value > 127 ? 255 : 0)));
  for (const topDown of [false, true]) {
    assert.deepEqual(readBmp(bmpOf(colour, { bits: 24, topDown })).data, colour.data);
    assert.deepEqual(readBmp(bmpOf(colour, { bits: 32, topDown })).data, colour.data);
    assert.ok(largestDifference(readBmp(bmpOf(colour, { bits: 16, topDown })), colour) <= 8);
    assert.deepEqual(readBmp(bmpOf(gray, { bits: 8, topDown })).data, toRgb(gray).data);
    assert.deepEqual(readBmp(bmpOf(black, { bits: 1, topDown })).data, toRgb(black).data);
  }
});

test("damaged and unusual bitmaps are refused by name", () => {
  const good = bmpOf(randomPicture(5, 5, 3));
  assert.throws(() => readBmp(good.subarray(0, good.length - 4)), /ends before its last row/);
  assert.throws(() => readBmp(good.subarray(0, 20)), /ends inside of the header/);
  assert.throws(() => readBmp(changed(good, 30, 1)), /compressed/);
  assert.throws(() => readBmp(changed(good, 28, 7)), /7 bits/);
  assert.throws(() => readBmp(changed(good, 14, 39)), /damaged bitmap header/);
  const palette = bmpOf(randomPicture(5, 5, 1), { bits: 8 });
  assert.throws(() => readBmp(changed(changed(palette, 11, 0), 10, 58)), /outside of its palette/);
});

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}
