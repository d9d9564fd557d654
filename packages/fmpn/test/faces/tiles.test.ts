import assert from "node:assert/strict";
import { test } from "node:test";
import { LEAST_FACE, VIEW_HEIGHT, VIEW_WIDTH } from "#src/faces/box-detector.js";
import { searchViews } from "#src/faces/tiles.js";
import { mapPoint } from "#src/images/affine.js";

test("a small picture takes one view", () => {
  assert.equal(searchViews(224, 224, 24).length, 1);
});

test("every face of the least size or more lies whole in some view that can see it", () => {
  for (const [width, height] of [[1600, 1200], [1000, 300], [700, 2000]]) {
    const least = 24;
    const views = searchViews(width, height, least);
    assert.ok(views.length < 60, `${views.length} views`);
    for (let i = 0; i < 400; i++) {
      // A walk over sizes and places that leaves no region out.
      const size = least * (Math.min(width, height) / least) ** ((i % 20) / 19);
      const x = ((i * 0.618034) % 1) * (width - size);
      const y = ((i * 0.754877) % 1) * (height - size);
      const seen = views.some((view) => {
        const from = mapPoint(view, { x, y });
        const to = mapPoint(view, { x: x + size, y: y + size });
        const whole = from.x >= -0.01 && from.y >= -0.01 && to.x <= VIEW_WIDTH + 0.01 && to.y <= VIEW_HEIGHT + 0.01;
        return whole && to.x - from.x >= LEAST_FACE * 0.99;
      });
      assert.ok(seen, `a face of ${size.toFixed(0)} at ${x.toFixed(0)}, ${y.toFixed(0)} of ${width} × ${height}`);
    }
  }
});
