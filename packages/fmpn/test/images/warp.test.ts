import assert from "node:assert/strict";
import { test } from "node:test";
import { compose, invert, mapPoint, scaling, similarity } from "#src/images/affine.js";
import { createPicture, type Picture } from "#src/images/picture.js";
import { resize, warp } from "#src/images/warp.js";
import { largestDifference, randomPicture } from "./random-picture.js";

const identity = scaling(1);

test("the identity changes nothing", () => {
  for (const channels of [1, 3] as const) {
    const picture = randomPicture(17, 11, channels);
    assert.deepEqual(warp(picture, identity, 17, 11).data, picture.data);
  }
});

test("a shift by whole pixels moves pixels and repeats the edge, or shows the value given", () => {
  const picture = createPicture(3, 1, 1, Uint8ClampedArray.of(10, 20, 30));
  assert.deepEqual([...warp(picture, scaling(1, 1, 0), 5, 1).data], [10, 10, 20, 30, 30]);
  assert.deepEqual([...warp(picture, scaling(1, 1, 0), 5, 1, 99).data], [99, 10, 20, 30, 99]);
});

test("enlarging interpolates linearly between the middles of pixels", () => {
  const picture = createPicture(2, 1, 1, Uint8ClampedArray.of(0, 100));
  assert.deepEqual([...resize(picture, 4, 1).data], [0, 25, 75, 100]);
});

test("shrinking by a triangle, worked out by hand", () => {
  // Radius 2 around 0.5 (middles at 0…3): weights of 0, 1, 2 are 0.75, 0.75, 0.25 and of the edge's repetition 0.25.
  const picture = createPicture(4, 1, 1, Uint8ClampedArray.of(0, 80, 160, 240));
  assert.deepEqual([...resize(picture, 2, 1).data], [Math.round((0.75 * 80 + 0.25 * 160) / 2), Math.round((0.25 * 80 + 0.75 * 160 + 240) / 2)]);
});

test("a turned crop without a turn equals the straight one: both paths are one filter", () => {
  const picture = randomPicture(64, 48, 3);
  for (const scale of [2.5, 1, 0.6, 0.37]) {
    const straight = scaling(scale, 3.3, -2.1);
    const slightly = { ...straight, b: 1e-9, d: -1e-9 };
    for (const edge of ["replicate", 77] as const) {
      assert.ok(largestDifference(warp(picture, straight, 40, 40, edge), warp(picture, slightly, 40, 40, edge)) <= 1);
    }
  }
});

test("four quarter turns give the picture back", () => {
  const picture = randomPicture(20, 20, 3);
  const quarter = { a: 0, b: -1, c: 20, d: 1, e: 0, f: 0 };
  let turned: Picture = picture;
  for (let i = 0; i < 4; i++) turned = warp(turned, quarter, 20, 20);
  assert.deepEqual(turned.data, picture.data);
});

test("a fine chequerboard shrinks to grey at every scale: no aliasing", () => {
  const board = createPicture(256, 256, 1);
  for (let i = 0; i < board.data.length; i++) board.data[i] = ((i + (i >> 8)) & 1) * 255;
  for (const side of [100, 64, 33, 9]) {
    for (const turn of [0, 0.3]) {
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)].map((value) => (value * side) / 256);
      const about = compose(scaling(1, side / 2, side / 2), compose({ a: cos, b: -sin, c: 0, d: sin, e: cos, f: 0 }, scaling(1, -128, -128)));
      const { data } = warp(board, about, side, side);
      const middle = data.filter((_, i) => Math.hypot((i % side) - side / 2, Math.floor(i / side) - side / 2) < side / 3);
      assert.ok(Math.max(...middle) - Math.min(...middle) <= 16, `${side} px, turned ${turn}: ${Math.min(...middle)}–${Math.max(...middle)}`);
    }
  }
});

test("an even colour stays even, however it is cut", () => {
  const even = createPicture(50, 40, 3, new Uint8ClampedArray(50 * 40 * 3).fill(93));
  for (const scale of [0.05, 0.21, 0.5, 1.7]) {
    for (const turn of [0, 1]) {
      const map = { a: scale * Math.cos(turn), b: -scale * Math.sin(turn), c: 3, d: scale * Math.sin(turn), e: scale * Math.cos(turn), f: 4 };
      assert.ok(warp(even, map, 13, 17).data.every((value) => value === 93));
    }
  }
});

test("a similarity takes its points to their goals, and its inverse back", () => {
  const from = [{ x: 12, y: 30 }, { x: 40, y: 22 }] as const;
  const to = [{ x: 26.4, y: 27.4 }, { x: 69.6, y: 27.4 }] as const;
  const map = similarity(from, to);
  for (const [i, point] of from.entries()) {
    const there = mapPoint(map, point);
    assert.ok(Math.hypot(there.x - to[i].x, there.y - to[i].y) < 1e-9);
    const back = mapPoint(invert(map), there);
    assert.ok(Math.hypot(back.x - point.x, back.y - point.y) < 1e-9);
  }
  assert.ok(Math.abs(map.a - map.e) < 1e-12 && Math.abs(map.b + map.d) < 1e-12, "no shear, no mirror");
  assert.throws(() => similarity([{ x: 1, y: 1 }, { x: 1, y: 1 }], to), RangeError);
  assert.throws(() => invert({ a: 0, b: 0, c: 1, d: 0, e: 0, f: 1 }), RangeError);
});
