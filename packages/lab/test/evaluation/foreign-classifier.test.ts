import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { createPicture } from "fmpn/pictures";
import { inputValues, openForeignClassifier } from "#src/evaluation/foreign-classifier.js";
import { parsePreprocessing } from "#src/evaluation/preprocessing.js";
import { fabricateFolder } from "../datasets/fabricated-folder.js";
import { int, message, model, node, text, value } from "../../../../test-support/hostile-models.js";
import { colorModel } from "./made-models.js";

const stated = { size: 2, channels: "rgb", layout: "NCHW", classes: ["happy", "fear", "glee"], answers: "logits" };
const parse = (more: object) => parsePreprocessing(JSON.stringify({ ...stated, ...more }), "spec.json");

/** Two by two: red, green, blue, gray. */
const crop = createPicture(2, 2, 3, Uint8ClampedArray.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 51, 51, 51]));

test("pixels become numbers as stated", () => {
  const values = (more: object): number[] => [...inputValues(crop, parse(more))].map((value) => Math.round(value * 1000) / 1000);
  assert.deepEqual(values({}), [1, 0, 0, 0.2, 0, 1, 0, 0.2, 0, 0, 1, 0.2]);
  assert.deepEqual(values({ channels: "bgr" }), [0, 0, 1, 0.2, 0, 1, 0, 0.2, 1, 0, 0, 0.2]);
  assert.deepEqual(values({ layout: "NHWC" }), [1, 0, 0, 0, 1, 0, 0, 0, 1, 0.2, 0.2, 0.2]);
  assert.deepEqual(values({ channels: "gray", range: [-1, 1] }), [-0.404, 0.176, -0.773, -0.6]);
  assert.deepEqual(values({ range: [0, 255], mean: [51, 0, 0], deviation: [2, 1, 0.5] }).slice(0, 4), [102, -25.5, -25.5, 0]);
  assert.deepEqual(values({ channels: "bgr", layout: "NHWC", mean: 1 }).slice(0, 3), [-1, -1, 0]);
});

test("the statement's mistakes are named", () => {
  const fails = (more: object, wanted: RegExp): void => void assert.throws(() => parse(more), wanted);
  fails({ size: 0 }, /^Error: spec\.json: size must be/);
  fails({ channels: "rgba" }, /channels is "rgba"; give gray or rgb or bgr/);
  fails({ layout: undefined }, /layout is missing; give NCHW or NHWC/);
  fails({ mean: [1, 2] }, /mean is \[1,2\]; give 1 or 3 numbers/);
  fails({ channels: "gray", mean: [1, 2, 3] }, /give 1 numbers/);
  fails({ margin: 25 }, /margin is 25; give what the crop has beyond the tight one as a part of its side/);
  fails({ deviation: 0 }, /deviation must not be 0/);
  fails({ classes: ["happy"] }, /classes must be a list of at least two names/);
  fails({ classes: ["anger", "fear", "angry"] }, /spec\.json: classes names anger and angry, which are one class; name each output once/);
  fails({ classes: ["anger", "fear", "anger"] }, /classes names anger twice/);
  fails({ std: 1 }, /std is not known; the fields are input, /);
  assert.throws(() => parsePreprocessing("{", "spec.json"), /spec\.json: it is no JSON/);
  assert.deepEqual(parse({}).classes, ["happiness", "fear", "glee"]);
});

test("another project's classifier answers through the same door", async (t) => {
  const folder = await fabricateFolder(t, {
    "other.onnx": colorModel([4, 4, 2]),
    "spec.json": JSON.stringify({ ...stated, size: 16, output: "color", margin: 0.25 }),
    "means.json": JSON.stringify({ ...stated, size: 16, output: "means", answers: "probabilities" }),
    "none.json": JSON.stringify({ ...stated, size: 16, output: "answer" }),
    "two.json": JSON.stringify({ ...stated, size: 16, classes: ["happy", "sad"] }),
  });
  const open = async (spec: string) => await openForeignClassifier(path.join(folder, "other.onnx"), path.join(folder, spec), { threads: 1 });
  const green = createPicture(16, 16, 3, Uint8ClampedArray.from({ length: 768 }, (_, at) => (at % 3 === 1 ? 255 : 0)));
  const classifier = await open("spec.json");
  assert.deepEqual([classifier.size, classifier.margin], [16, 0.25]);
  const { probabilities, mask } = await classifier.classify(green);
  const sum = Math.exp(4) + 2;
  [1 / sum, Math.exp(4) / sum, 1 / sum].forEach((wanted, k) => assert.ok(Math.abs(probabilities[k] - wanted) < 1e-6));
  assert.equal(mask, undefined);
  assert.deepEqual([...(await (await open("means.json")).classify(green)).probabilities], [0, 1, 0]);
  await assert.rejects(open("none.json"), /other\.onnx: it has no output answer; name one of: color, means/);
  await assert.rejects((await open("two.json")).classify(green), /has 3 values for the 2 classes of two\.json/);
  await classifier.close();
});

test("models that take or give other numbers are named with their file and what they take", async (t) => {
  const ends = (type: number, out: number) => model((graph) => (node(graph, "Cast", ["x"], ["y"], (more) => message(more, 5, (to) => (text(to, 1, "to"), int(to, 3, out), int(to, 20, 2)))), value(graph, 11, "x", ["N", 3, 2, 2], type), value(graph, 12, "y", ["N", 3, 2, 2], out)));
  const folder = await fabricateFolder(t, { "half.onnx": ends(10, 1), "bytes.onnx": ends(2, 1), "whole.onnx": ends(1, 7), "large.onnx": ends(1, 1), "spec.json": JSON.stringify(stated) });
  const open = async (file: string) => await openForeignClassifier(path.join(folder, file), path.join(folder, "spec.json"), { threads: 1 });
  await assert.rejects(open("half.onnx"), /^ForeignModelError: half\.onnx: its input "x" takes float16 \(N×3×2×2\); fed are float32/);
  await assert.rejects(open("bytes.onnx"), /bytes\.onnx: its input "x" takes uint8/);
  for (const [file, wanted] of [["whole.onnx", /whole\.onnx: its output y is int64; read are float32/], ["large.onnx", /large\.onnx: its output y has 12 values for the 3 classes of spec\.json/]] as const) {
    const classifier = await open(file);
    await assert.rejects(classifier.classify(crop), wanted);
    await classifier.close();
  }
});
