import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { RunFacts } from "#src/runs/run-format.js";
import { createRun, openRun, requireSameFaces, requireSameRecipe, stateOf } from "#src/runs/run-folder.js";
import { smallRecipe } from "../training/small-recipe.js";

const facts: Omit<RunFacts, "format"> = { version: "test", node: "v20", startedAt: "", data: [{ name: "synthetic", hash: "1", images: 28 }], choice: { holdOut: 0.1 } };
let folder = "";
before(async () => void (folder = await mkdtemp(path.join(tmpdir(), "fmpn-runs-"))));
after(async () => await rm(folder, { recursive: true }));

test("a run is opened as it was begun, and goes on with nothing else", async () => {
  const place = path.join(folder, "run");
  const run = await createRun(place, smallRecipe, facts);
  const metrics = { stage: "mask", epoch: 0.5, step: 10, loss: 1.5 } as const;
  await run.record(metrics);
  await run.record({ ...metrics, step: 20 });
  await run.rewind("mask", 10);
  assert.equal(await readFile(path.join(place, "metrics.jsonl"), "utf8"), `${JSON.stringify(metrics)}\n`);
  const begun = await openRun(place);
  assert.deepEqual(begun.recipe, smallRecipe);
  requireSameFaces(begun, facts);
  requireSameRecipe(begun, smallRecipe);
  assert.throws(() => requireSameFaces(begun, { ...facts, data: [{ name: "synthetic", hash: "2", images: 28 }] }), /other data/);
  assert.throws(() => requireSameFaces(begun, { ...facts, choice: {} }), /was begun with holdOut 0\.1, not nothing/);
  assert.throws(() => requireSameFaces(begun, { ...facts, teacher: "a.onnx" }), /no teacher/);
  assert.throws(() => requireSameRecipe(begun, { ...smallRecipe, seed: 2 }), /was begun with seed 1, not 2/);
  await assert.rejects(openRun(path.join(folder, "none")), /no run to go on with/);
});

test("a start that came to nothing refuses no other; a checkpoint and whatever else lies there do", async () => {
  const place = path.join(folder, "barren");
  await createRun(place, smallRecipe, facts);
  await writeFile(path.join(place, ".1234.tmp"), "half written by a process that was killed");
  await createRun(place, { ...smallRecipe, seed: 3 }, facts);
  assert.equal((await openRun(place)).recipe.seed, 3);
  await writeFile(path.join(place, "checkpoint-mask.safetensors"), "");
  assert.equal(await stateOf(place), "run");
  await assert.rejects(createRun(place, smallRecipe, facts), /not empty; give a new folder, or --resume/);
  await mkdir(path.join(folder, "other"));
  await writeFile(path.join(folder, "other", "holidays.jpg"), "");
  await assert.rejects(createRun(path.join(folder, "other"), smallRecipe, facts), /not empty; give a new folder$/);
  await writeFile(path.join(folder, "file"), "");
  await assert.rejects(createRun(path.join(folder, "file"), smallRecipe, facts), /is a file; give a folder/);
});

test("runs of older versions open: facts without a number, settings that there were not yet", async () => {
  const place = path.join(folder, "old");
  await mkdir(place);
  const { doubt: _, faceReduction: __, ...fewer } = smallRecipe;
  await writeFile(path.join(place, "recipe.json"), JSON.stringify(fewer));
  await writeFile(path.join(place, "run.json"), JSON.stringify({ version: "0.1.0", node: "v20", startedAt: "", data: facts.data, from: "mobile-face-net", plan: { holdOut: 0.1 } }));
  const begun = await openRun(place);
  assert.deepEqual(begun.recipe, { ...smallRecipe, doubt: 0, faceReduction: 0 });
  requireSameFaces(begun, facts);
  await writeFile(path.join(place, "run.json"), JSON.stringify({ ...facts, format: 99 }));
  await assert.rejects(openRun(place), /run\.json: format: 99 is another format than 2, which this fmpn reads/);
  await writeFile(path.join(place, "run.json"), JSON.stringify({ ...facts, format: 2, data: "faces" }));
  await assert.rejects(openRun(place), /run\.json: data: /);
});
