import assert from "node:assert/strict";
import { test } from "node:test";
import { overlayMask } from "#src/drawing/mask-overlay.js";
import { faceOval } from "#src/drawing/face-oval.js";
import { alignment, EYE_X, EYE_Y } from "#src/faces/align.js";
import { mapPoint } from "#src/images/affine.js";
import { createPicture } from "#src/images/picture.js";

const side = 96;

test("the oval holds eyes, mouth and chin, whatever the margin, and neither corners nor what lies beside the face", () => {
  for (const margin of [0, 0.1, 0.25]) {
    const oval = faceOval(side, margin);
    const tight = 100;
    // From the paper's tight crop, where its places are known, into this one.
    const into = alignment({ left: { x: EYE_X * tight, y: EYE_Y * tight }, right: { x: (1 - EYE_X) * tight, y: EYE_Y * tight } }, { size: side, margin });
    const at = (x: number, y: number): number => {
      const point = mapPoint(into, { x: x * tight, y: y * tight });
      return oval[Math.floor(point.y) * side + Math.floor(point.x)] ?? Number.NaN;
    };
    for (const [x, y] of [[EYE_X, EYE_Y], [1 - EYE_X, EYE_Y], [0.5, 0.55], [0.35, 0.75], [0.65, 0.75], [0.5, 0.85]] as const) assert.equal(at(x, y), 1, `${x}, ${y} at ${margin}`);
    for (const [x, y] of [[0.01, 0.99], [0.99, 0.99], [0.02, 0.9], [0.98, 0.9]] as const) assert.equal(at(x, y), 0, `${x}, ${y} at ${margin}`);
    assert.equal(oval[side * side - 1], 0);
  }
});

test("a mask that is strong everywhere colours the face alone", () => {
  const crop = createPicture(side, side, 3);
  crop.data.fill(200);
  const { data } = overlayMask(crop, new Float32Array(side * side).fill(1), 0.1);
  const colourful = (x: number, y: number): boolean => data[(y * side + x) * 3] !== data[(y * side + x) * 3 + 2];
  assert.ok(colourful(48, 60));
  for (const [x, y] of [[0, 0], [95, 0], [0, 95], [95, 95], [3, 80]] as const) assert.ok(!colourful(x, y), `${x}, ${y}`);
});
