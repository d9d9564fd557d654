import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { openClassifier } from "#src/evaluation/open-classifier.js";
import { elsewhere, model, node, tensor, value } from "../../../../test-support/hostile-models.js";
import { fabricateFolder } from "../datasets/fabricated-folder.js";

const stated = { size: 2, channels: "gray", layout: "NCHW", classes: ["happy", "fear", "sad", "calm"], answers: "probabilities" };

test("weights beside another project's model are read where that is asked for, whatever folder this is; else the option is named", async (t) => {
  const outside = model((out) => {
    node(out, "Add", ["x", "w"], ["y"]);
    tensor(out, 5, "w", [1, 1, 2, 2], 1, elsewhere("w.data"));
    value(out, 11, "x", ["N", 1, 2, 2]);
    value(out, 12, "y", ["N", 1, 2, 2]);
  });
  const folder = await fabricateFolder(t, { "m.onnx": outside, "w.data": new Uint8Array(Float32Array.of(4, 3, 2, 1).buffer), "m.json": JSON.stringify(stated) });
  const choice = { model: path.join(folder, "m.onnx"), preprocessing: path.join(folder, "m.json"), threads: 1 };
  await assert.rejects(openClassifier(choice), /^Error: m\.onnx: its tensor "w" lies in another file, "w\.data", .*; --external-data reads files that lie beside the model$/);
  const classifier = await openClassifier({ ...choice, externalData: true });
  const { probabilities } = await classifier.classify({ width: 2, height: 2, channels: 1, data: new Uint8ClampedArray(4) });
  assert.deepEqual([...probabilities], [4, 3, 2, 1]);
  await classifier.close();
  await assert.rejects(openClassifier({ model: choice.model, externalData: true, threads: 1 }), /--external-data is of another project's model; state with --preprocessing/);
});

test("a run's folder stands for its model; one that is not finished, and any other folder, say what to do", async (t) => {
  const folder = await fabricateFolder(t, { "begun/recipe.json": "{}" });
  await assert.rejects(openClassifier({ model: path.join(folder, "begun"), threads: 1 }), /of a run that is not finished: fmpn train --resume goes on with it/);
  await mkdir(path.join(folder, "run"));
  await writeFile(path.join(folder, "run", "model.onnx"), "no model");
  await assert.rejects(openClassifier({ model: path.join(folder, "run"), threads: 1 }), /^ModelFileError: model\.onnx: /);
});
