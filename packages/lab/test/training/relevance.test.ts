import assert from "node:assert/strict";
import { test } from "node:test";
import type { FaceClassifier } from "#src/evaluation/face-classifier.js";
import { weighMasks } from "#src/training/relevance.js";
import { syntheticTrainingFaces } from "#src/training/synthetic-training-faces.js";
import { smallRecipe } from "./small-recipe.js";

const recipe = { ...smallRecipe, relevance: 1 };
const drawn = syntheticTrainingFaces(3, 0, 4, recipe.size, recipe.classes, recipe.margin);
const { side } = drawn;
/** Masks that are bright everywhere. */
const faces = { ...drawn, masks: drawn.masks.map((mask) => mask.map(() => 255)) };

/** Sure of its answer where the left half of a face is not of one colour. */
const looksLeft: FaceClassifier = {
  model: { file: "left.onnx", hash: "0" },
  classes: recipe.classes,
  size: recipe.size,
  margin: recipe.margin,
  async classify({ width, height, data }) {
    let spread = 0;
    for (let y = 0; y < height; y += 1) {
      for (let x = 1; x < width / 2; x += 1) spread += Math.abs((data[3 * (y * width + x)] ?? 0) - (data[3 * (y * width + x - 1)] ?? 0));
    }
    const sure = 1 - 1 / (1 + spread);
    return { probabilities: Float64Array.from(recipe.classes, (_, k) => (k === 0 ? sure : (1 - sure) / (recipe.classes.length - 1))) };
  },
  async close() {},
};

/** What places that nothing rests on keep, of 255. */
const least = Math.round(255 * 0.05);
/** Brightness beyond that, of either half. */
const half = (mask: Uint8Array | undefined, right: boolean): number => {
  let sum = 0;
  for (const [at, value] of mask?.entries() ?? []) if (at % side > 0.6 * side === right) sum += Math.max(0, value - least);
  return sum;
};

test("a face's mask is bright where hiding it costs the answer", async () => {
  const weighed = await weighMasks(faces, looksLeft, recipe, { cache: false });
  for (let index = 0; index < faces.count; index += 1) {
    const mask = weighed.masks[weighed.maskOf[index] ?? 0];
    assert.equal(Math.max(...(mask ?? [])), 255);
    assert.ok(half(mask, false) > 10 * half(mask, true), `${half(mask, false)} left, ${half(mask, true)} right`);
  }
});

test("half of it is the root of motion and relevance, and dark motion stays faint", async () => {
  const dark = { ...faces, masks: faces.masks.map((mask) => mask.map(() => 0)) };
  const weighed = await weighMasks(dark, looksLeft, { ...recipe, relevance: 0.5 }, { cache: false });
  assert.ok(Math.max(...(weighed.masks[weighed.maskOf[0] ?? 0] ?? [])) <= 8);
});

test("motion stays visible where the answer rests on nothing", async () => {
  const weighed = await weighMasks(faces, looksLeft, { ...recipe, relevance: 0.2 }, { cache: false });
  const mask = weighed.masks[weighed.maskOf[0] ?? 0] ?? [];
  assert.equal(Math.min(...mask), Math.round(255 * 0.05 ** 0.2));
});

test("a face's own motion is weighed, too", async () => {
  const paired = { ...faces, neutralOf: Int32Array.from({ length: faces.count }, (_, index) => (index === 1 ? 0 : -1)) };
  const weighed = await weighMasks(paired, looksLeft, { ...recipe, motion: "face" }, { cache: false });
  for (const index of [0, 1]) assert.notEqual(weighed.maskOf[index], faces.maskOf[index]);
});
