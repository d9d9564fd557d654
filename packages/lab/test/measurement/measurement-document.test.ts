import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { ClassifiedCrop } from "#src/evaluation/face-classifier.js";
import { formatMeasurement, measurementDocument, measurementJsonSchema, type MeasurementFrame, parseMeasurement } from "#src/measurement/measurement-document.js";
import { answersHash } from "#src/measurement/answers-hash.js";
import { sha256, sha256OfLines } from "#src/measurement/sha256.js";
import { pinSplit } from "#src/measurement/split.js";
import { measureOnSynthetic, pinSyntheticSplit } from "#src/measurement/synthetic-split.js";
import { SYNTHETIC_EXPRESSIONS } from "#src/synth/synthesize-face.js";

/** Sure of the class whose number the crop's first pixel gives. */
const classifier = {
  classes: [...SYNTHETIC_EXPRESSIONS],
  size: 32,
  margin: 0.1,
  classify: async ({ data }: { readonly data: Uint8ClampedArray }): Promise<ClassifiedCrop> => ({
    probabilities: Float64Array.from(SYNTHETIC_EXPRESSIONS, (_, k) => (k === (data[0] ?? 0) % SYNTHETIC_EXPRESSIONS.length ? 0.7 : 0.05)),
  }),
};

const frameOf = async (): Promise<MeasurementFrame & { readonly predictions: Parameters<typeof measurementDocument>[0] }> => {
  const { split, predictions, msPerImage } = await measureOnSynthetic({ seed: 2, count: 14 }, classifier);
  return {
    split,
    predictions,
    msPerImage,
    measuredAt: new Date(0),
    model: { file: "made.onnx", sha256: await sha256("a model"), bytes: 7 },
    preprocessing: { size: 32, margin: 0.1, faces: "known eyes", flip: false },
    runner: { fmpn: "0.1.0", platform: "test", provider: "none" },
  };
};

test("hashes are those of everyone's SHA-256, and lines count in whatever order", async () => {
  assert.equal(await sha256("grüße\n"), createHash("sha256").update("grüße\n").digest("hex"));
  assert.equal(await sha256(Uint8Array.of(1, 2, 255)), createHash("sha256").update(Uint8Array.of(1, 2, 255)).digest("hex"));
  assert.equal(await sha256OfLines(["b", "a"]), createHash("sha256").update("a\nb\n").digest("hex"));
});

test("a synthetic split is the same for whoever draws it, and another for another seed, count or size", async () => {
  const { split } = await measureOnSynthetic({ seed: 2, count: 14 }, classifier);
  assert.deepEqual(await pinSyntheticSplit({ seed: 2, count: 14 }), split);
  assert.deepEqual([split.images, split.subjects, split.classes.length, split.drawn?.seed], [14, 2, 7, 2]);
  for (const other of [{ seed: 3, count: 14 }, { seed: 2, count: 7 }, { seed: 2, count: 14, first: 7 }, { seed: 2, count: 14, size: 64 }]) {
    assert.notEqual((await pinSyntheticSplit(other)).content_sha256, split.content_sha256, JSON.stringify(other));
  }
  const secret = await measureOnSynthetic({ seed: 2, count: 14 }, classifier, { secret: true });
  assert.equal(secret.split.content_sha256, split.content_sha256);
  assert.doesNotMatch(JSON.stringify(secret.split), /"seed"|seed 2/);
});

test("labels, people and boxes make another manifest, pixels other content; the order of the pictures does not count", async () => {
  const picture = { file: "a.png", label: "fear", subject: "1", sha256: await sha256("a") };
  const other = { ...picture, file: "b.png", sha256: await sha256("b") };
  const split = await pinSplit("two", [picture, other]);
  assert.deepEqual(await pinSplit("two", [other, picture]), split);
  for (const change of [{ label: "anger" }, { subject: "2" }, { box: "1 2 3 4" }, { fold: "0" }]) {
    const changed = await pinSplit("two", [{ ...picture, ...change }, other]);
    assert.notEqual(changed.manifest_sha256, split.manifest_sha256);
    assert.equal(changed.content_sha256, split.content_sha256);
  }
  assert.notEqual((await pinSplit("two", [{ ...picture, sha256: await sha256("c") }, other])).content_sha256, split.content_sha256);
  assert.equal((await pinSplit("two", [{ ...picture, subject: undefined }, other])).subjects, undefined);
  await assert.rejects(pinSplit("none", []), /none has no pictures/);
});

test("answers' hash is of labels alone", async () => {
  const { predictions } = await frameOf();
  const nudged = { ...predictions, faces: predictions.faces.map((face) => ({ ...face, probabilities: Array.from(face.probabilities, (value) => value * 0.999) })).reverse() };
  const turned = { ...predictions, faces: predictions.faces.map((face, index) => (index === 3 ? { ...face, probabilities: Array.from(face.probabilities).reverse() } : face)) };
  assert.equal(await answersHash(nudged), await answersHash(predictions));
  assert.notEqual(await answersHash(turned), await answersHash(predictions));
});

test("a document is the same each time, is read as it was written, and its mistakes are named", async () => {
  const { predictions, ...frame } = await frameOf();
  const document = await measurementDocument(predictions, frame);
  assert.deepEqual(await measurementDocument(predictions, frame), document);
  const { accuracy } = document.metrics;
  assert.ok(accuracy.low !== undefined && accuracy.high !== undefined && accuracy.low <= accuracy.value && accuracy.value <= accuracy.high);
  assert.deepEqual([accuracy.over, accuracy.units, accuracy.level], ["subjects", 2, 0.95]);
  assert.equal(document.confusion.flat().reduce((a, b) => a + b), 14);
  assert.deepEqual(parseMeasurement(formatMeasurement(document), "m.json"), document);
  const wrong = (change: object): string => JSON.stringify({ ...document, ...change });
  assert.throws(() => parseMeasurement(wrong({ version: 9 }), "m.json"), /m\.json: version: 9 is another version than 1/);
  assert.throws(() => parseMeasurement(wrong({ answers_sha256: "abc" }), "m.json"), /m\.json: answers_sha256: 64 hex digits/);
  assert.throws(() => parseMeasurement(wrong({ metrics: { ...document.metrics, accuracy: { value: 97.4 } } }), "m.json"), /metrics\.accuracy\.value: /);
  assert.throws(() => parseMeasurement("{", "m.json"), /m\.json is no JSON/);
  await assert.rejects(measurementDocument({ ...predictions, faces: predictions.faces.slice(1) }, frame), /has 14 pictures, and there are answers for 13/);
  const schema = measurementJsonSchema() as { readonly properties: object; readonly required: string[] };
  assert.deepEqual(Object.keys(schema.properties), Object.keys(document));
});
