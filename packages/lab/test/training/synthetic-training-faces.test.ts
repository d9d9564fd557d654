import assert from "node:assert/strict";
import { test } from "node:test";
import { recipes } from "#src/training/recipe.js";
import { syntheticTrainingFaces } from "#src/training/synthetic-training-faces.js";

test("the paper's classes, which lack the neutral face, are drawn without it", () => {
  const { classes } = recipes.paper;
  const { labels, subjects } = syntheticTrainingFaces(1, 0, 12, 32, classes);
  const drawn = new Set(Array.from(labels, (label) => classes[label]));
  assert.deepEqual([...drawn].sort(), ["anger", "disgust", "fear", "happiness", "sadness", "surprise"]);
  assert.equal(new Set(subjects).size, 2, "each person shows all of them");
  assert.throws(() => syntheticTrainingFaces(1, 0, 4, 32, ["contempt"]), /synthetic faces show neutral, .*: none of the recipe's classes contempt/);
});
