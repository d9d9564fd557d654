import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { decodeImage } from "#src/images/decode.js";
import { toGray } from "#src/images/gray.js";
import { createPicture, type Picture } from "#src/images/picture.js";
import { motionColor } from "#src/prior/color-map.js";
import { drawContactSheet } from "#src/drawing/contact-sheet.js";
import { equalizeHistogram } from "#src/prior/histogram-equalization.js";
import { maskCorrelation } from "#src/prior/mask-correlation.js";
import { addDifference, createPixelSum, meanOf, totalOf } from "#src/prior/mean-difference.js";
import { motionMask } from "#src/prior/motion-mask.js";
import { fineDetail, normalizePair } from "#src/prior/pair-normalization.js";
import { gaussianBlur } from "#src/prior/gaussian-blur.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const official = path.join(process.env["FMPN_SHARED"] ?? path.join(root, "../shared"), "official");
const missing = existsSync(official) ? false : "the shared data folder is not here; name it by FMPN_SHARED";

test("equalisation counts the pixels strictly below a level", () => {
  // N = 8, two pixels at the maximum: LUT = 255 · below / 6.
  assert.deepEqual([...equalizeHistogram([5, 5, 5, 9, 9, 20, 77, 77])], [0, 0, 0, 128, 128, 213, 255, 255]);
  assert.deepEqual([...equalizeHistogram([7, 7, 7])], [0, 0, 0]);
});

test("on every published mask's own histogram the rule is a fixed point within one grey level", { skip: missing }, async () => {
  let masks = 0;
  for (const set of ["ckplus-masks", "mmi-masks"]) {
    for (const name of readdirSync(path.join(official, set), { recursive: true }).map(String)) {
      if (!name.endsWith(".png")) continue;
      const { data } = toGray(await decodeImage(path.join(official, set, name)));
      const again = equalizeHistogram(data);
      const worst = data.reduce((most, level, i) => Math.max(most, Math.abs(level - (again[i] ?? 0))), 0);
      assert(worst <= 1, `${set}/${name} moves by ${worst} levels`);
      masks++;
    }
  }
  assert.equal(masks, 130);
});

test("the mask is brightest where faces differ most", () => {
  const size = 8;
  const face = (mouth: number): Picture =>
    createPicture(size, size, 1, Uint8ClampedArray.from({ length: 64 }, (_, i) => (i >= 48 && i < 56 ? mouth : 100 + (i % 8))));
  const sum = createPixelSum(64);
  addDifference(sum, face(100), face(180));
  addDifference(sum, face(100), face(140));
  assert.equal(meanOf(sum)[50], 60);
  assert.equal(sum.count, 2);
  const mask = motionMask(meanOf(sum), size);
  assert.deepEqual([mask.data[50], mask.data[0]], [255, 0]);
  assert.equal(totalOf([sum, sum], 64).count, 4);
  assert.throws(() => addDifference(sum, face(0), createPicture(4, 4, 1)), /16 pixels does not fit a mask of 64/);
  assert.throws(() => addDifference(sum, face(0), createPicture(8, 8, 3)), /gray/);
});

test("a pair that differs only in focus and exposure has next to no difference after normalisation", () => {
  const size = 48;
  const sharp = createPicture(
    size,
    size,
    1,
    Uint8ClampedArray.from({ length: size * size }, (_, i) => 120 + 60 * Math.sin((i % size) / 2) * Math.cos(i / size / 3)),
  );
  const soft = gaussianBlur(sharp, 1.5);
  const dark = createPicture(size, size, 1, soft.data.map((value) => value * 0.7 + 10));
  const difference = (a: Picture, b: Picture): number =>
    a.data.reduce((sum, value, i) => sum + Math.abs(value - (b.data[i] ?? 0)), 0) / a.data.length;
  const [first, second] = normalizePair(sharp, dark);
  assert(difference(sharp, dark) > 20);
  assert(difference(first, second) < 2.5, `still ${difference(first, second)}`);
  assert(fineDetail(first) < fineDetail(sharp));
});

test("the colour map only brightens, and a sheet holds pictures, names and legend", () => {
  const brightness = Array.from({ length: 256 }, (_, level) => {
    const [red, green, blue] = motionColor(level);
    return 0.3 * red + 0.59 * green + 0.11 * blue;
  });
  assert(brightness.every((value, i) => i === 0 || value >= (brightness[i - 1] ?? 0) - 0.8));
  const mask = createPicture(4, 4, 1, new Uint8ClampedArray(16).fill(200));
  const sheet = drawContactSheet(
    { title: "Masks", columns: ["a", "b"], rows: [{ name: "fold 0", pictures: [mask, undefined] }], legend: ["none", "most"] },
    32,
  );
  assert.equal(sheet.channels, 3);
  assert(sheet.data.some((value) => value === 200));
  assert(sheet.width > 64 && sheet.height > 32);
});

test("correlation is 1 with itself, −1 with the negative, 0 with a flat mask", () => {
  assert(Math.abs(maskCorrelation([1, 2, 5], [1, 2, 5]) - 1) < 1e-12);
  assert(Math.abs(maskCorrelation([1, 2, 5], [-1, -2, -5]) + 1) < 1e-12);
  assert.equal(maskCorrelation([1, 2, 5], [3, 3, 3]), 0);
});
