import assert from "node:assert/strict";
import { test } from "node:test";
import { drawSyntheticFaces } from "#src/training/draw-synthetic-faces.js";
import { recipes } from "#src/plans/recipe.js";
import { syntheticTrainingFaces } from "#src/training/synthetic-training-faces.js";

test("the paper's classes, which lack the neutral face, are drawn without it", () => {
  const { classes } = recipes.paper;
  const { labels, subjects } = syntheticTrainingFaces(1, 0, 12, 32, classes);
  const drawn = new Set(Array.from(labels, (label) => classes[label]));
  assert.deepEqual([...drawn].sort(), ["anger", "disgust", "fear", "happiness", "sadness", "surprise"]);
  assert.equal(new Set(subjects).size, 2, "each person shows all of them");
  assert.throws(() => syntheticTrainingFaces(1, 0, 4, 32, ["contempt"]), /synthetic faces show neutral, .*: none of the recipe's classes contempt/);
});

test("threads draw the same faces as one does", async () => {
  const { classes } = recipes.synthetic;
  const done: number[] = [];
  const { pixels, masks, maskOf, labels, subjects, names, count } = await drawSyntheticFaces({ seed: 2, first: 7, count: 230, size: 24, classes, margin: 0 }, { workers: 2, onProgress: ({ done: faces }) => done.push(faces) });
  const alone = syntheticTrainingFaces(2, 7, 230, 24, classes);
  assert.equal(count, 230);
  assert.ok(Buffer.from(pixels).equals(Buffer.from(alone.pixels)));
  assert.deepEqual([labels, subjects, names, maskOf], [alone.labels, alone.subjects, alone.names, alone.maskOf]);
  assert.deepEqual(masks, alone.masks);
  assert.deepEqual(done, [100, 200, 230]);
});
