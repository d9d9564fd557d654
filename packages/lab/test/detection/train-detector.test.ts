import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { scaling } from "fmpn/pictures";
import { openModel, runFaceNet } from "fmpn/faces";
import { type MaterialPicture, pictureOf } from "#src/detection/detection-material.js";
import { detectionRecipe, secondLookRecipe } from "#src/detection/detection-recipe.js";
import { detectorFile, readDetectorWeights, secondLookFile } from "#src/detection/export-detector.js";
import { trainDetector } from "#src/detection/train-detector.js";
import { trainSecondLook } from "#src/detection/train-second-look.js";
import { madeMaterial } from "./made-material.js";

const start = fileURLToPath(new URL("../../models/ultra-light-rfb/detector.onnx", import.meta.url));
const recipe = { ...detectionRecipe, size: 64, batch: 4, steps: 6, warmUp: 1 };

test("a first look is trained, goes on where it was stopped bit for bit, and runs at any size", async () => {
  const material = await madeMaterial();
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-detector-"));
  try {
    const at = (name: string) => path.join(folder, name);
    const losses: number[] = [];
    const whole = await trainDetector(material, recipe, start, { folder: at("whole"), workers: 0, onProgress: (progress) => losses.push(progress.losses["loss"] ?? NaN) });
    assert.ok(losses.length > 0 && losses.every(Number.isFinite));

    // Stopped after its first step, then gone on with.
    const enough = AbortSignal.abort(new Error("enough"));
    await assert.rejects(trainDetector(material, recipe, start, { folder: at("stopped"), workers: 0, signal: enough }), /enough/);
    const resumed = await trainDetector(material, recipe, start, { folder: at("stopped"), workers: 0 });
    assert.deepEqual(resumed, whole);
    await assert.rejects(trainDetector(material, { ...recipe, seed: 9 }, start, { folder: at("whole"), workers: 0 }), /was begun with another recipe/);

    const model = await openModel(detectorFile(await readDetectorWeights(at("whole")), { licence: "none" }));
    const picture = pictureOf(material, material.pictures[0] as MaterialPicture);
    for (const [width, height] of [[128, 128], [96, 160]]) await runFaceNet(model.run, picture, { map: scaling(1), width, height }, 0.5);
    await model.close();
    await assert.rejects(readDetectorWeights(at("none")), /no detector has been trained there/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a second look is trained from the first one's layers", async () => {
  const material = await madeMaterial();
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-second-"));
  try {
    const found = { box: [34, 36, 60, 74] as const, points: [43.7, 53.5, 84, 51, 64, 70, 50, 86, 80, 84], score: 0.8 };
    const finds = [{ ...found, picture: 0, isFace: true }, { ...found, picture: 2, isFace: false }];
    const weights = await trainSecondLook(material, finds, { ...secondLookRecipe, batch: 8, steps: 30, warmUp: 2 }, start, { folder, workers: 0 });
    const model = await openModel(secondLookFile(weights, {}));
    const { seen } = await model.run({ crop: { data: new Float32Array(3 * 80 * 80), dims: [1, 3, 80, 80] } });
    assert.ok(Number.isFinite(seen?.data[0]));
    await model.close();
    const lines = (await readFile(path.join(folder, "metrics.jsonl"), "utf8")).trim().split("\n").map((line) => JSON.parse(line) as { losses: { loss: number } });
    assert.ok((lines.at(-1)?.losses.loss ?? 1) < 0.6, "a face and noise are told apart soon");

    const foreign = path.join(folder, "foreign.safetensors");
    await writeFile(foreign, await readFile(path.join(folder, "weights.safetensors")));
    await assert.rejects(trainDetector(material, recipe, foreign, { folder: path.join(folder, "first"), workers: 0 }), /where body\.11\.each\.weight is to have \d+ values, it has none/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
