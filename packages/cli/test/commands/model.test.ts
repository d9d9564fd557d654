import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { runFmpn } from "./run-fmpn.js";

test("fmpn model lists a preset's layers and writes its graph, which it reads again", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-model-"));
  try {
    const file = path.join(folder, "compact.onnx");
    const preset = await runFmpn(["model", "compact", "--classes", "6", "--onnx", file]);
    assert.equal(preset.code, 0, preset.err);
    assert.match(preset.out, /fmg\.feature_extractor\.0 +convolution +1×16×24×24 +784 +0\.45/);
    assert.match(preset.out, /all +961,254 +128\.25/);
    assert.ok((await readFile(file)).length < 6e6);
    const again = await runFmpn(["model", file]);
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /6 classes/);
    assert.match(again.out, /all +961,254 +128\.25/);
    assert.match(again.out, /file: 2\.\d+ MB \([0-9]{3},[0-9]{3} float16/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("fmpn model names a file that is no model", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-model-"));
  try {
    const file = path.join(folder, "broken.onnx");
    await writeFile(file, "nothing");
    const { code, err } = await runFmpn(["model", file]);
    assert.equal(code, 1);
    assert.match(err, /^fmpn: broken\.onnx: /);
  } finally {
    await rm(folder, { recursive: true });
  }
});
