import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { alignFace } from "fmpn/faces";
import { decodeImage, mirrorPicture } from "fmpn/pictures";
import { locateEyePositions } from "#src/crops/eye-positions.js";
import { readManifest } from "#src/datasets/manifest.js";
import { selectWhere } from "#src/datasets/where.js";
import { evaluate } from "#src/evaluation/evaluate.js";
import { evaluationJson } from "#src/evaluation/evaluation-json.js";
import { averaged } from "#src/evaluation/face-classifier.js";
import { openModelClassifier } from "#src/evaluation/model-classifier.js";
import { formatPredictions } from "#src/evaluation/predictions-csv.js";
import { SYNTHETIC_EXPRESSIONS } from "#src/synth/synthesize-face.js";
import { synthesizeDataSet } from "#src/synth/synthesize-data-set.js";
import { untrainedModel } from "./made-models.js";

let folder: string;
let root: string;
let file: string;
const options = { workers: 0, cache: false } as const;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-evaluate-"));
  root = path.join(folder, "faces");
  file = path.join(folder, "small.onnx");
  await synthesizeDataSet(root, { count: 21, size: 96, seed: 2, testShare: 0, contempt: false });
  await writeFile(file, untrainedModel([...SYNTHETIC_EXPRESSIONS, "contempt"]));
});
after(async () => await rm(folder, { recursive: true }));

test("each prediction is what the model says of the face's aligned crop", async () => {
  const dataSet = selectWhere(await readManifest(root), ["role=face"]);
  const classifier = await openModelClassifier(file, { threads: 1 });
  const { frame, predictions, msPerFace, msPerImage } = await evaluate(dataSet, classifier, options);
  assert.equal(predictions.faces.length, 21);
  assert.equal(frame.model.file, "small.onnx");
  assert.match(frame.model.hash, /^[0-9a-f]{16}$/);
  assert.ok(msPerFace > 0 && msPerImage > msPerFace);

  const { eyes } = await locateEyePositions(dataSet, options);
  for (const index of [0, 8, 20]) {
    const { file: name, label, subject } = dataSet.samples[index];
    const { left, right } = eyes[index] ?? assert.fail("eyes");
    const scaled = ({ x, y }: typeof left): typeof left => ({ x: 96 * x, y: 96 * y });
    const crop = alignFace(await decodeImage(path.join(root, name)), { left: scaled(left), right: scaled(right) }, { size: 64, margin: 0.1 });
    const { probabilities, mask } = await classifier.classify(crop);
    assert.deepEqual(predictions.faces[index], { file: name, truth: label, subject, fold: undefined, probabilities, faceFound: true });
    assert.equal(mask?.length, 64 * 64);
  }
  await classifier.close();
});

test("the figures are the same again, and those of the flipped face are averaged in", async () => {
  const dataSet = selectWhere(await readManifest(root), ["label=fear|anger"]);
  const classifier = await openModelClassifier(file, { threads: 1 });
  const [first, second] = [await evaluate(dataSet, classifier, options), await evaluate(dataSet, classifier, options)];
  const still = { ms_per_image: 0, ms_per_face: 0 };
  const json = evaluationJson(first);
  assert.deepEqual({ ...evaluationJson(second), ...still }, { ...json, ...still });
  assert.deepEqual(json.classes, ["anger", "fear"]);
  assert.deepEqual(json.unrestricted.classes, [...SYNTHETIC_EXPRESSIONS, "contempt"]);
  assert.deepEqual(Object.keys(json.per_class), json.classes);
  assert.equal(json.confusion.flat().reduce((a, b) => a + b), json.images);

  const flipped = await evaluate(dataSet, classifier, { ...options, flip: true });
  assert.notEqual(formatPredictions(flipped.predictions), formatPredictions(first.predictions));
  const crop = alignFace(await decodeImage(path.join(root, dataSet.samples[0].file)), { left: { x: 30, y: 30 }, right: { x: 66, y: 34 } }, { size: 64 });
  const mirror = { ...crop, data: crop.data.map((_, at) => crop.data[at + 3 * (63 - 2 * (Math.floor(at / 3) % 64))]) };
  const [one, other] = [await classifier.classify(crop), await classifier.classify(mirror)];
  const both = averaged(one, await classifier.classify(mirrorPicture(crop)));
  both.forEach((value, k) => assert.ok(Math.abs(value - (one.probabilities[k] + other.probabilities[k]) / 2) < 1e-9));
  assert.notDeepEqual(one.probabilities, other.probabilities);
  await classifier.close();
});

test("faces are found by threads as by the caller's own, and shards of a set keep the whole set's median eyes", async () => {
  const dataSet = selectWhere(await readManifest(root), ["role=face"]);
  const classifier = await openModelClassifier(file, { threads: 1 });
  const alone = await evaluate(dataSet, classifier, { ...options, detect: true });
  const threads = await evaluate(dataSet, classifier, { ...options, workers: 2, detect: true });
  assert.deepEqual(threads.predictions, alone.predictions);
  assert.ok(alone.predictions.faces.some(({ faceFound }) => faceFound));

  // Eyes that the detector does not see rest on the others', of which the shard shows none.
  const blank = { width: 96, height: 96, data: new Uint8Array(96 * 96).fill(120) };
  const withBlank = { ...dataSet, samples: [...dataSet.samples.slice(0, 8), { ...dataSet.samples[0], file: "blank.png", pixels: blank }] };
  const whole = await evaluate(withBlank, classifier, options);
  const parts = [];
  for (const index of [1, 2, 3]) parts.push(await evaluate(withBlank, classifier, { ...options, shard: { index, of: 3 } }));
  assert.deepEqual(parts.flatMap(({ predictions }) => predictions.faces), whole.predictions.faces);
  assert.deepEqual(parts.map(({ eyesUnseen }) => eyesUnseen), [0, 0, 1]);
  await classifier.close();
});

test("pictures without a face or that cannot be read count as wrong", async () => {
  const dataSet = selectWhere(await readManifest(root), ["role=face"]);
  const [sample] = dataSet.samples;
  await writeFile(path.join(folder, "faces", "broken.png"), "no picture");
  const blank = { width: 80, height: 80, data: new Uint8Array(6400).fill(120) };
  const samples = [sample, { ...sample, file: "broken.png" }, { ...sample, file: "blank.png", pixels: blank }];
  const classifier = await openModelClassifier(file, { threads: 1 });
  for (const detect of [false, true]) {
    const evaluation = await evaluate({ ...dataSet, samples }, classifier, { ...options, detect });
    const found = evaluation.predictions.faces.map(({ faceFound }) => faceFound);
    // A crop is believed to show a face even where no eyes are seen in it.
    assert.deepEqual(found, detect ? [true, false, false] : [true, false, true]);
    assert.equal(evaluation.eyesUnseen, detect ? 0 : 1);
    assert.equal(evaluation.unreadable.length, 1);
    assert.match(evaluation.unreadable[0], /broken\.png/);
    const json = evaluationJson(evaluation);
    assert.equal(json.faces_found, detect ? 1 : 2);
    assert.equal(json.images, 3);
    assert.ok(json.accuracy <= json.faces_found / 3);
  }
  await assert.rejects(evaluate({ ...dataSet, samples: [] }, classifier, options), /faces has no pictures/);
  await classifier.close();
});

test("a file that is no model is named", async () => {
  const wrong = path.join(folder, "wrong.onnx");
  await writeFile(wrong, "nothing");
  await assert.rejects(openModelClassifier(wrong), /^ModelFileError: wrong\.onnx: /);
  await assert.rejects(openModelClassifier(path.join(folder, "none.onnx")), /the model .*none\.onnx cannot be read: ENOENT/);
});
