import assert from "node:assert/strict";
import { appendFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
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
    async close() {},
  };
  return { teacher, shown };
}

/** What is stated for the last face, by class. */
async function statedBy(answers: Readonly<Record<string, number>>, temperature = 1): Promise<Record<string, number>> {
  const { stated } = await teach(faces, [teacherOf(answers).teacher], { ...recipe, temperature }, { cache: false });
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
  await teach(faces, [whole.teacher], recipe, { cache: false });
  const each = faces.side * faces.side * 3;
  whole.shown.forEach(({ data }, index) => assert.deepEqual([...data], [...faces.pixels.subarray(index * each, (index + 1) * each)]));

  // A margin of −0.25 shows the middle half of the tight crop.
  const half = teacherOf({ neutral: 1 }, 20, -0.25);
  await teach(faces, [half.teacher], recipe, { cache: false });
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
  await assert.rejects(teach(faces, [teacherOf({ neutral: 1 }).teacher], { ...recipe, distillation: 0 }), /distillation is 0.*--set distillation=0\.5/);
  await assert.rejects(teach(faces, [teacherOf({ boredom: 1 }).teacher], recipe, { cache: false }), /teacher\.onnx knows boredom: none of the recipe's classes/);
});

test("several teachers are one: the mean of their answers; what people stated stays", async () => {
  const row = (stated: Float32Array | undefined, index: number): Record<string, number> =>
    Object.fromEntries(recipe.classes.flatMap((name, k) => ((stated?.[index * recipe.classes.length + k] ?? 0) > 0 ? [[name, Number(stated?.[index * recipe.classes.length + k]?.toFixed(4))]] : [])));
  const votes = new Float32Array(faces.count * recipe.classes.length);
  votes[recipe.classes.indexOf("fear")] = 1;
  const { stated } = await teach({ ...faces, stated: votes }, [teacherOf({ surprise: 0.6, neutral: 0.4 }).teacher, teacherOf({ neutral: 0.5, contempt: 0.5 }).teacher], recipe, { cache: false });
  assert.deepEqual(row(stated, 0), { fear: 1 });
  assert.deepEqual(row(stated, 1), { neutral: 0.7, surprise: 0.3 });
});

test("a label that teachers do not believe becomes their answer, mask and all", async () => {
  const { labels, maskOf } = await teach(faces, [teacherOf({ surprise: 0.8, neutral: 0.2 }).teacher], { ...recipe, doubt: 0.1 }, { cache: false });
  const [surprise, neutral] = [recipe.classes.indexOf("surprise"), recipe.classes.indexOf("neutral")];
  faces.labels.forEach((label, index) => {
    const now = label === neutral ? neutral : surprise;
    assert.equal(labels[index], now);
    assert.equal((maskOf[index] ?? 0) - (faces.maskOf[index] ?? 0), now - label, "the mask of a class lies as far behind the other's");
  });
  const believed = await teach(faces, [teacherOf({ surprise: 0.8, neutral: 0.2 }).teacher], recipe, { cache: false });
  assert.deepEqual(believed.labels, faces.labels);
});

test("a teacher's answers are kept: the second time it is not asked, and half an answer at the end of the file is none", async () => {
  const cache = await mkdtemp(path.join(tmpdir(), "answers-"));
  try {
    const first = teacherOf({ surprise: 0.75, neutral: 0.25 });
    const before = await teach(faces, [first.teacher], recipe, { cache });
    assert.equal(first.shown.length, faces.count);
    const again = teacherOf({ surprise: 0.75, neutral: 0.25 });
    const [file = ""] = await readdir(cache);
    await appendFile(path.join(cache, file), "half");
    assert.deepEqual(await teach(faces, [again.teacher], recipe, { cache }), before);
    assert.equal(again.shown.length, 0);
    const other = teacherOf({ surprise: 0, neutral: 1 });
    const named = { ...other.teacher, model: { ...other.teacher.model, preprocessing: "1" } };
    await teach(faces, [named], recipe, { cache });
    assert.equal(other.shown.length, faces.count, "stated otherwise, it is another teacher");
  } finally {
    await rm(cache, { recursive: true });
  }
});
