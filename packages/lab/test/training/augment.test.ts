import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, type Random } from "@fmpn/graph";
import { augment, type BatchPlanes, centreCrop } from "#src/training/augment.js";
import { type Augmentation, type Recipe, recipes } from "#src/plans/recipe.js";
import { type TrainingFaces, storedSide } from "#src/training/training-faces.js";

const size = 24;
const side = storedSide(size);

/** One face whose every channel is its mask, so that a view that cut them differently would show. */
function faceLikeItsMask(): TrainingFaces {
  const mask = Uint8Array.from({ length: side * side }, (_, place) => (37 * place + ((place * place) % 91)) % 256);
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => mask[Math.floor(at / 3)] ?? 0);
  return { count: 1, side, pixels, labels: Uint8Array.of(0), masks: [mask], maskOf: Uint32Array.of(0), names: ["face"], subjects: [undefined] };
}

const plain: Augmentation = { ...recipes.paper.augmentation, flip: false };
const vary = (faces: TrainingFaces, to: BatchPlanes, augmentation: Augmentation, random: Random, motion: Recipe["motion"] = "class"): boolean =>
  augment(faces, 0, 0, to, { augmentation, motion }, random);
const planes = (): BatchPlanes => ({ size, rgb: new Float32Array(3 * size ** 2), mask: new Float32Array(size ** 2) });

for (const crop of ["five-crop", "affine"] as const) {
  test(`${crop}: face and mask are cut by the same view`, () => {
    const faces = faceLikeItsMask();
    const seen = new Set<number>();
    for (let draw = 0; draw < 20; draw += 1) {
      const to = planes();
      vary(faces, to, { ...plain, flip: true, crop }, createRandom(1, "draw", draw));
      for (const [place, value] of to.mask.entries()) assert.ok(Math.abs(value - (to.rgb[place] ?? 9)) < 1e-6);
      seen.add(to.mask[0] ?? 0);
    }
    assert.ok(seen.size >= 5, `only ${seen.size} different views in 20 draws`);
  });
}

test("the five crops are the corners and the centre, mirrored or not", () => {
  const faces = faceLikeItsMask();
  const firsts = new Set<number>();
  for (let draw = 0; draw < 100; draw += 1) {
    const to = planes();
    vary(faces, to, { ...recipes.paper.augmentation, flip: false }, createRandom(2, "draw", draw));
    firsts.add(to.mask[0] ?? 0);
  }
  assert.equal(firsts.size, 5);
});

test("light, colour, gray, blur and erasing change the face, not the mask, and stay in [0, 1]", () => {
  const faces = faceLikeItsMask();
  const [changed, unvaried] = [planes(), planes()];
  vary(faces, changed, { ...plain, light: 0.5, colour: 0.3, gray: 1, blur: 1, erase: 1 }, createRandom(3, "draw"));
  centreCrop(faces, 0, 0, unvaried);
  assert.ok(changed.rgb.every((value) => value >= 0 && value <= 1));
  assert.notDeepEqual(changed.rgb, unvaried.rgb);
  assert.ok(unvaried.mask.every((value, place) => Math.abs(value - (unvaried.rgb[place] ?? 9)) < 1e-6));
});

test("an expression is weakened with the same person's neutral face, cut by the same view", () => {
  const one = faceLikeItsMask();
  const each = one.pixels.length;
  const pixels = new Uint8Array(2 * each).fill(90);
  pixels.set(one.pixels);
  const faces: TrainingFaces = { ...one, count: 2, pixels, labels: Uint8Array.of(0, 0), maskOf: Uint32Array.of(0, 0), neutralOf: Int32Array.of(1, -1) };
  const [weakened, plainly] = [planes(), planes()];
  vary(faces, weakened, { ...plain, weaken: 1 }, createRandom(4, "draw"));
  vary(faces, plainly, plain, createRandom(4, "draw"));
  // In each place a·face + (1 − a)·90, with one a for all.
  const shares = [...weakened.rgb].flatMap((value, at) => {
    const face = plainly.rgb[at] ?? 0;
    return Math.abs(face - 90 / 255) < 0.1 ? [] : [(value - 90 / 255) / (face - 90 / 255)];
  });
  const [share = 0] = shares;
  assert.ok(share >= 0.4 && share < 1, `${share} of the face is kept`);
  assert.ok(shares.every((one) => Math.abs(one - share) < 1e-5));
  assert.deepEqual(weakened.mask, plainly.mask);

  const own = planes();
  vary(faces, own, { ...plain, weaken: 1 }, createRandom(4, "draw"), "face");
  assert.ok(own.mask.every((value, at) => Math.abs(value - share * (plainly.mask[at] ?? 9)) < 1e-5), "its own motion is as weak as the expression");

  const alone = planes();
  vary({ ...faces, neutralOf: Int32Array.of(-1, -1) }, alone, { ...plain, weaken: 1 }, createRandom(4, "draw"));
  assert.deepEqual(alone.rgb, plainly.rgb);
});

test("the mask of a face's own motion is dark where the face is erased, its class's stays", () => {
  const faces = faceLikeItsMask();
  const [own, ofClass] = [planes(), planes()];
  vary(faces, own, { ...plain, erase: 1 }, createRandom(5, "draw"), "face");
  vary(faces, ofClass, { ...plain, erase: 1 }, createRandom(5, "draw"));
  assert.deepEqual(own.rgb, ofClass.rgb);
  const erased = [...own.mask.keys()].filter((at) => own.mask[at] !== ofClass.mask[at]);
  assert.ok(erased.length > 0.02 * size ** 2 && erased.length < 0.5 * size ** 2);
  assert.equal(new Set(erased.map((at) => own.rgb[at])).size, 1, "one value stands in the rectangle");
  assert.ok(erased.every((at) => own.mask[at] === 0));
});

test("what is no face has a dark mask, and differs each time", () => {
  const faces = faceLikeItsMask();
  const seen = new Set<string>();
  for (let draw = 0; draw < 12; draw += 1) {
    const to = planes();
    assert.equal(vary(faces, to, { ...plain, nothing: 1 }, createRandom(6, "draw", draw), "face"), false);
    assert.ok(to.rgb.every((value) => value >= 0 && value <= 1));
    assert.ok(to.mask.every((value) => value === 0));
    seen.add([...to.rgb.subarray(size * size / 2, size * size / 2 + 40)].join());
  }
  assert.equal(seen.size, 12);
  assert.equal(vary(faces, planes(), plain, createRandom(6, "draw")), true);
});
