import assert from "node:assert/strict";
import { test } from "node:test";
import type { Picture } from "fmpn";
import type { FaceClassifier } from "#src/evaluation/face-classifier.js";
import { syntheticTrainingFaces } from "#src/training/synthetic-training-faces.js";
import { teach } from "#src/training/teach.js";
import { storedMargin } from "#src/training/training-faces.js";
import { smallRecipe } from "./small-recipe.js";

const recipe = { ...smallRecipe, distillation: 0.5 };
const faces = syntheticTrainingFaces(3, 0, 4, recipe.size, recipe.classes, recipe.margin);

/** Answers every face alike and keeps what it was shown. */
function teacherOf(answers: Readonly<Record<string, number>>, size = faces.side, margin = storedMargin(recipe.size, recipe.margin)): { teacher: FaceClassifier; shown: Picture[] } {
  const shown: Picture[] = [];
  const teacher: FaceClassifier = {
    model: { file: "teacher.onnx", hash: "0" },
    classes: Object.keys(answers),
    size,
    margin,
    async classify(crop) {
      shown.push(crop);
      return { probabilities: Float64Array.from(Object.values(answers)) };
    },
    async release() {},
  };
  return { teacher, shown };
}

/** What is stated for the last face, by class. */
async function statedBy(answers: Readonly<Record<string, number>>, temperature = 1): Promise<Record<string, number>> {
  const { stated } = await teach(faces, teacherOf(answers).teacher, { ...recipe, temperature });
  const last = stated?.subarray(-recipe.classes.length) ?? [];
  return Object.fromEntries(recipe.classes.map((name, k) => [name, Number((last[k] ?? Number.NaN).toFixed(4))]));
}

test("a teacher's answers go to the classes of their names, and what the recipe has no class for is shared out", async () => {
  const none = Object.fromEntries(recipe.classes.map((name) => [name, 0]));
  assert.deepEqual(await statedBy({ surprise: 0.3, contempt: 0.5, neutral: 0.2 }), { ...none, surprise: 0.6, neutral: 0.4 });
  assert.deepEqual(await statedBy({ contempt: 1, neutral: 0 }), none, "sure of what the recipe lacks: nothing is stated");
});

test("a temperature softens the answers to p^(1/T)", async () => {
  const { surprise, neutral } = await statedBy({ surprise: 0.9, neutral: 0.1 }, 2);
  assert.equal(surprise, 0.75);
  assert.equal(neutral, 0.25);
});

test("the teacher sees the face that its margin asks for, at its size", async () => {
  const whole = teacherOf({ neutral: 1 });
  await teach(faces, whole.teacher, recipe);
  const each = faces.side * faces.side * 3;
  whole.shown.forEach(({ data }, index) => assert.deepEqual([...data], [...faces.pixels.subarray(index * each, (index + 1) * each)]));

  // A margin of −0.25 shows the middle half of the tight crop.
  const half = teacherOf({ neutral: 1 }, 20, -0.25);
  await teach(faces, half.teacher, recipe);
  const shownPart = 0.5 / (1 + 2 * storedMargin(recipe.size, recipe.margin));
  const middle = (picture: Picture, part: number): number => {
    const [from, to] = [Math.round((picture.width * (1 - part)) / 2), Math.round((picture.width * (1 + part)) / 2)];
    let [total, count] = [0, 0];
    for (let y = from; y < to; y += 1) for (let x = 3 * from; x < 3 * to; x += 1) [total, count] = [total + (picture.data[y * picture.width * 3 + x] ?? 0), count + 1];
    return total / count;
  };
  half.shown.forEach((crop, index) => {
    assert.equal(crop.width, 20);
    const stored = whole.shown[index];
    assert.ok(stored && Math.abs(middle(crop, 1) - middle(stored, shownPart)) < 4, "the same part of the face is as bright");
  });
});

test("a teacher without a say, or without a class in common, is refused", async () => {
  await assert.rejects(teach(faces, teacherOf({ neutral: 1 }).teacher, { ...recipe, distillation: 0 }), /distillation is 0.*--set distillation=0\.5/);
  await assert.rejects(teach(faces, teacherOf({ boredom: 1 }).teacher, recipe), /teacher\.onnx knows boredom: none of the recipe's classes/);
});
