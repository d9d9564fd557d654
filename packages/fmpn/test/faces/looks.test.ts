import assert from "node:assert/strict";
import { test } from "node:test";
import { SIDES_OF } from "#src/faces/face-net.js";
import { closeLooks, LEAST_FACE, type Look, overview } from "#src/faces/looks.js";
import { mapPoint } from "#src/images/affine.js";

test("a picture of usual size takes one close look, a small one is enlarged at most twice", () => {
  assert.equal(closeLooks(1024, 683, 16).length, 1);
  const [small] = closeLooks(48, 48, 10);
  assert.equal(small?.map.a, 2);
});

test("a look's sides are multiples of what the network needs", () => {
  for (const [width, height] of [[1, 1], [37, 911], [5000, 3300]]) {
    for (const look of [overview(width, height), ...closeLooks(width, height, 12)]) {
      assert.equal(look.width % SIDES_OF, 0);
      assert.equal(look.height % SIDES_OF, 0);
      assert.ok(look.width > 0 && look.height > 0);
    }
  }
});

test("every face of the least size or more lies whole in some look that can see it", () => {
  for (const [width, height, least] of [[1600, 1200, 12], [1000, 300, 10], [700, 2000, 16], [4900, 3300, 61], [4900, 3300, 20]]) {
    const looks = [overview(width, height), ...closeLooks(width, height, least)];
    assert.ok(looks.length < 40, `${looks.length} looks`);
    for (let i = 0; i < 400; i++) {
      // A walk over sizes and places that leaves no region out.
      const size = least * (Math.min(width, height) / least) ** ((i % 20) / 19);
      const x = ((i * 0.618034) % 1) * (width - size);
      const y = ((i * 0.754877) % 1) * (height - size);
      assert.ok(looks.some((look) => sees(look, x, y, size)), `a face of ${size.toFixed(0)} at ${x.toFixed(0)}, ${y.toFixed(0)} of ${width} × ${height}`);
    }
  }
});

function sees({ map, width, height, most }: Look, x: number, y: number, size: number): boolean {
  const from = mapPoint(map, { x, y });
  const to = mapPoint(map, { x: x + size, y: y + size });
  const whole = from.x >= -0.01 && from.y >= -0.01 && to.x <= width + 0.01 && to.y <= height + 0.01;
  return whole && to.x - from.x >= LEAST_FACE * 0.99 && to.x - from.x <= most;
}
