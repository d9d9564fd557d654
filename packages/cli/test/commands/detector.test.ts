import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runFmpn } from "./run-fmpn.js";

const demo = fileURLToPath(new URL("../../../../demo/images/", import.meta.url));
const start = fileURLToPath(new URL("../../../lab/models/ultra-light-rfb/detector.onnx", import.meta.url));

/** Labels of one shipped portrait, as its owner would write them. */
const known = { folder: demo, pictures: { "L030_neutral.jpg": { width: 256, height: 256, source: "demo", faces: [{ box: [70, 62, 118, 148], points: [87, 107, 168, 102, 128, 140, 100, 172, 160, 168] }] } } };

test("fmpn detector labels pictures, trains both looks and writes them as model files", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-detector-"));
  try {
    const at = (name: string): string => path.join(folder, name);
    const done = async (...args: string[]): Promise<string> => {
      const { code, out, err } = await runFmpn(["detector", ...args]);
      assert.equal(code, 0, err);
      return out;
    };
    await mkdir(at("empty"));
    await writeFile(at("empty/wall.jpg"), await readFile(path.join(demo, "L120_neutral.jpg")));
    await writeFile(at("known.json"), JSON.stringify(known));
    assert.match(await done("label", at("empty"), "--empty", "--out", at("empty.json")), /empty\.json \(1 pictures, 0 faces\)/);

    const training = [at("known.json"), at("empty.json"), "--workers", "0"];
    await done("train", ...training, "--from", start, "--out", at("first"), "--set", "steps=3", "--set", "size=64", "--set", "batch=2");
    assert.match(await done("export", at("first"), "--look", "first", "--out", at("first.onnx"), "--licence", "to try"), /first\.onnx \(0\.\d\d MB\)/);

    const find = { box: known.pictures["L030_neutral.jpg"].faces[0]?.box, points: known.pictures["L030_neutral.jpg"].faces[0]?.points, score: 0.7 };
    await writeFile(at("finds.json"), JSON.stringify([{ ...find, picture: 0, isFace: true }, { ...find, picture: 1, isFace: false }]));
    await done("second-look", ...training, "--from", at("first/weights.safetensors"), "--finds", at("finds.json"), "--out", at("second"), "--set", "steps=3", "--set", "batch=4");
    await done("export", at("second"), "--look", "second", "--out", at("second.onnx"));
    assert.match(await done("mine", at("known.json"), "--model", at("first.onnx"), "--out", at("mined.json")), /mined\.json \(\d+ faces, \d+ taken for faces\)/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("fmpn detector says what is missing", async () => {
  const nameless = await runFmpn(["detector", "label", demo, "--out", "labels.json"]);
  assert.equal(nameless.code, 2);
  assert.match(nameless.err, /name a --teacher, or say that the pictures are --empty/);
  const setting = await runFmpn(["detector", "train", "none.json", "--from", start, "--out", "none", "--set", "colour=3"]);
  assert.equal(setting.code, 1);
  assert.match(setting.err, /colour: the recipe has no such setting; there are seed/);
  const untrained = await runFmpn(["detector", "export", demo, "--look", "first", "--out", "none.onnx"]);
  assert.equal(untrained.code, 1);
  assert.match(untrained.err, /no detector has been trained there/);
});
