import assert from "node:assert/strict";
import { test } from "node:test";
import { batchDrawer } from "#src/training/draw-batch.js";
import { type Recipe } from "#src/plans/recipe.js";
import { syntheticTrainingFaces } from "#src/training/synthetic-training-faces.js";
import { chooseFaces, joinFaces } from "#src/training/training-faces.js";
import { smallRecipe } from "./small-recipe.js";

const faces = syntheticTrainingFaces(3, 0, 42, smallRecipe.size, smallRecipe.classes);

test("an epoch shows every face once; the next in another order", () => {
  const draw = batchDrawer("joint", faces, smallRecipe);
  const epoch = (first: number): number[] => Array.from({ length: 6 }, (_, step) => draw(first + step).labels).flat();
  const [one, two] = [epoch(0), epoch(6)];
  const counts = (labels: readonly number[]): number[] => smallRecipe.classes.map((_, k) => labels.filter((label) => label === k).length);
  assert.deepEqual(counts(one), counts([...faces.labels]));
  assert.deepEqual(counts(two), counts([...faces.labels]));
  assert.notDeepEqual(one, two);
});

test("a batch depends on its step alone", () => {
  const [a, b] = [batchDrawer("joint", faces, smallRecipe), batchDrawer("joint", faces, smallRecipe)];
  for (const step of [0, 1, 2, 8]) a(step);
  assert.deepEqual(b(9), a(9));
});

test("balanced sampling draws a rare class as often as the others", () => {
  const rare = joinFaces([chooseFaces(faces, [...faces.labels.keys()].filter((index) => faces.labels[index] !== 2)), chooseFaces(faces, [faces.labels.indexOf(2)])]);
  const recipe: Recipe = { ...smallRecipe, sampling: "balanced" };
  const draw = batchDrawer("joint", rare, recipe);
  const labels = Array.from({ length: 5 }, (_, step) => draw(step).labels).flat();
  const counts = recipe.classes.map((_, k) => labels.filter((label) => label === k).length);
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 2, counts.join(" "));
});

test("sampling by the root draws a class as often as the square root of its number says", () => {
  const of = (label: number): number[] => [...faces.labels.keys()].filter((index) => faces.labels[index] === label);
  const uneven = chooseFaces(faces, [...Array.from({ length: 9 }, () => of(0)[0] ?? 0), of(2)[0] ?? 0]);
  const draw = batchDrawer("joint", uneven, { ...smallRecipe, batch: 1, sampling: "root" });
  const labels = Array.from({ length: 80 }, (_, step) => draw(step).labels).flat();
  // Of ten draws an epoch, √9 to √1: three quarters and one, as nearly as ten can be cut.
  const share = labels.filter((label) => label === 2).length / labels.length;
  assert.ok(share >= 0.2 && share <= 0.3, String(share));
});

test("sampling by sets draws each class as often as the others within each set, but no face more than five times as often", () => {
  const of = (label: number): number => [...faces.labels.keys()].find((index) => faces.labels[index] === label) ?? 0;
  const part = (name: string, counts: readonly number[]) => ({
    ...chooseFaces(faces, counts.flatMap((count, label) => Array.from({ length: count }, () => of(label)))),
    names: counts.flatMap((count, label) => Array.from({ length: count }, (_, k) => `${name}/${label}-${k}.png`)),
  });
  const two = joinFaces([part("even", [6, 6, 0, 0, 0, 0, 0]), part("uneven", [20, 0, 8, 0, 0, 0, 0])]);
  const draw = batchDrawer("joint", two, { ...smallRecipe, batch: 1, sampling: "sets" });
  const labels = Array.from({ length: 10 * two.count }, (_, step) => draw(step).labels).flat();
  const share = (label: number): number => labels.filter((drawn) => drawn === label).length / labels.length;
  // Weights: each class of the even set 12/7, of the uneven one 28/7, all below five times their numbers.
  assert.ok(Math.abs(share(1) - 12 / 80) < 0.02, String(share(1)));
  assert.ok(Math.abs(share(2) - 28 / 80) < 0.02, String(share(2)));
});

test("a stated distribution is taught as far as the recipe says", () => {
  const stated = new Float32Array(faces.count * 7);
  for (let face = 0; face < faces.count; face += 1) stated[face * 7 + 6] = 1;
  const draw = batchDrawer("joint", { ...faces, stated }, { ...smallRecipe, distillation: 0.25 });
  const { feeds, labels } = draw(0);
  labels.forEach((label, row) => {
    const taught = feeds["label"]?.data as Float32Array;
    const target = [...taught.subarray(row * 7, row * 7 + 7)];
    assert.equal(target[6], label === 6 ? 1 : 0.25);
    if (label !== 6) assert.equal(target[label], 0.75);
  });
});

test("mixup mixes faces, masks and labels by one share", () => {
  const recipe: Recipe = { ...smallRecipe, augmentation: { ...smallRecipe.augmentation, crop: "five-crop", flip: false, light: 0 } };
  const [plain, mixed] = [batchDrawer("joint", faces, recipe)(0), batchDrawer("joint", faces, { ...recipe, augmentation: { ...recipe.augmentation, mixup: 1 } })(0)];
  const rowOf = (batch: typeof plain, name: string, row: number): Float32Array => {
    const data = batch.feeds[name]?.data as Float32Array;
    return data.subarray((row * data.length) / 7, ((row + 1) * data.length) / 7);
  };
  const [a, b, m] = [rowOf(plain, "rgb", 0), rowOf(plain, "rgb", 6), rowOf(mixed, "rgb", 0)];
  const at = a.findIndex((value, k) => Math.abs(value - (b[k] ?? 0)) > 0.3);
  const share = ((m[at] ?? 0) - (b[at] ?? 0)) / ((a[at] ?? 0) - (b[at] ?? 0));
  assert.ok(share >= 0.5 && share < 1, String(share));
  for (const name of ["rgb", "mask", "label"]) {
    rowOf(mixed, name, 0).forEach((value, k) => assert.ok(Math.abs(value - (share * (rowOf(plain, name, 0)[k] ?? 0) + (1 - share) * (rowOf(plain, name, 6)[k] ?? 0))) < 1e-4));
  }
});
