import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evaluation } from "#src/evaluation/evaluate.js";
import { formatPart, mergeParts } from "#src/evaluation/evaluation-part.js";
import { partOf } from "#src/shard.js";
import { randomPredictions } from "./made-predictions.js";

const predictions = randomPredictions(3, 10, 5, 0.8);
const whole: Evaluation = {
  frame: { data: { name: "faces", hash: "0123" }, model: { file: "a.onnx", hash: "4567" }, protocol: "pictures", flip: true },
  predictions: { ...predictions, faces: predictions.faces.map((face, index) => (index % 9 === 0 ? { ...face, probabilities: [], faceFound: false } : { ...face, probabilities: Array.from(face.probabilities) })) },
  masks: {},
  unreadable: ["a.png: broken", "z.png: broken"],
  eyesUnseen: 3,
  msPerImage: 4,
  msPerFace: 3,
};
const part = (index: number, change: Partial<Evaluation> = {}): string => {
  const faces = partOf(whole.predictions.faces, { index, of: 2 });
  const own: Evaluation = { ...whole, predictions: { ...whole.predictions, faces }, unreadable: [whole.unreadable[index - 1] ?? ""], eyesUnseen: index, ...change };
  return formatPart(own, { index, of: 2 });
};

test("parts in any order are the whole, to the last bit", () => {
  const merged = mergeParts(new Map([["b.json", part(2)], ["a.json", part(1)]]));
  assert.deepEqual(JSON.parse(JSON.stringify(merged)), JSON.parse(JSON.stringify(whole)));
});

test("parts that are missing, twice there, of another evaluation or none at all are named", () => {
  const merging = (parts: Record<string, string>) => () => mergeParts(new Map(Object.entries(parts)));
  assert.throws(merging({}), /there are no parts/);
  assert.throws(merging({ "a.json": part(1) }), /the parts 2\/2 are missing/);
  assert.throws(merging({ "a.json": part(1), "b.json": part(2), "c.json": part(2) }), /3 files for 2 parts/);
  assert.throws(merging({ "a.json": part(1), "b.json": part(2, { frame: { ...whole.frame, flip: false } }) }), /b\.json is a part of another evaluation than a\.json/);
  assert.throws(merging({ "a.json": part(1), "b.json": "{}" }), /b\.json: version: /);
});
