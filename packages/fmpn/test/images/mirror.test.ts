import assert from "node:assert/strict";
import { test } from "node:test";
import { mirrorPicture, mirrorPlanes } from "#src/images/mirror.js";
import { createPicture } from "#src/images/picture.js";

test("a mirror swaps left and right of pictures, gray and coloured, and of planes", () => {
  const gray = createPicture(3, 2, 1, Uint8ClampedArray.of(1, 2, 3, 4, 5, 6));
  assert.deepEqual([...mirrorPicture(gray).data], [3, 2, 1, 6, 5, 4]);
  const rgb = createPicture(2, 1, 3, Uint8ClampedArray.of(1, 2, 3, 4, 5, 6));
  assert.deepEqual([...mirrorPicture(rgb).data], [4, 5, 6, 1, 2, 3]);
  const planes = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  assert.deepEqual([...mirrorPlanes(planes, 2)], [2, 1, 4, 3, 6, 5, 8, 7]);
  assert.equal(planes[0], 1, "what was given stays");
});
