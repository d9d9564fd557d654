import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { DataSet } from "#src/datasets/data-set.js";
import { openDataSet } from "#src/datasets/open-data-set.js";
import { stratifiedSubjectFolds } from "#src/folds/stratified-folds.js";
import { synthesizeDataSet } from "#src/synth/synthesize-data-set.js";
import { type CrossValidateOptions, crossValidate, type CrossValidation } from "#src/training/cross-validate.js";
import type { Recipe } from "#src/plans/recipe.js";
import type { RunFacts } from "#src/runs/run-format.js";
import { smallRecipe } from "./small-recipe.js";

const facts: Omit<RunFacts, "format"> = { version: "test", node: process.version, startedAt: "", data: [] };
const recipe: Recipe = { ...smallRecipe, maskStage: { ...smallRecipe.maskStage, epochs: 0 }, jointStage: { ...smallRecipe.jointStage, epochs: 1 } };
let folder = "";
let data: DataSet;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-crossval-"));
  process.env["FMPN_CACHE"] = path.join(folder, "cache");
  await synthesizeDataSet(path.join(folder, "data"), { count: 42, size: 64, seed: 4, testShare: 0, contempt: false });
  data = await openDataSet(path.join(folder, "data"));
});
after(async () => await rm(folder, { recursive: true }));

const plan = (out: string): CrossValidation => ({ data, folds: stratifiedSubjectFolds(data.samples, 3), facts, out: path.join(folder, out) });

test("the first fold that fails stops the others, and what was prepared is told", async () => {
  const prepared = new Set<string>();
  const failing: CrossValidateOptions = {
    threads: 1,
    onProgress: ({ what }) => void prepared.add(what),
    onFold: () => {
      throw new Error("the disk is full");
    },
  };
  await assert.rejects(crossValidate(plan("failing"), recipe, failing), /the disk is full/);
  assert.deepEqual(await readdir(path.join(folder, "failing")), ["fold-0"]);
  assert.ok(prepared.has("eyes of data"), [...prepared].join(", "));
});

test("a stop while eyes are found and faces cut is heeded at the next of them", async () => {
  const stop = new AbortController();
  const told: number[] = [];
  process.env["FMPN_CACHE"] = path.join(folder, "cache of the stopped");
  const stopped: CrossValidateOptions = {
    signal: stop.signal,
    onProgress: ({ done }) => {
      told.push(done);
      stop.abort(new Error("stopped by Ctrl-C"));
    },
  };
  try {
    await assert.rejects(crossValidate(plan("stopped"), recipe, stopped), /stopped by Ctrl-C/);
  } finally {
    process.env["FMPN_CACHE"] = path.join(folder, "cache");
  }
  assert.deepEqual(told, [1]);
});

test("shards train their folds into one folder, and whoever is last has the answers of all", async () => {
  const untrained: Recipe = { ...recipe, jointStage: { ...recipe.jointStage, epochs: 0 } };
  const whole = { ...plan("shards"), folds: stratifiedSubjectFolds(data.samples, 2) };
  assert.equal(await crossValidate({ ...whole, shard: { index: 2, of: 2 } }, untrained, { threads: 1 }), undefined);
  assert.deepEqual(await readdir(whole.out), ["fold-1"]);
  const last = (await crossValidate({ ...whole, shard: { index: 1, of: 2 } }, untrained, { threads: 1 })) ?? assert.fail();
  assert.deepEqual(last, await crossValidate(whole, untrained, { threads: 1 }));
  assert.deepEqual(last.faces.map(({ fold }) => fold), whole.folds.flatMap(({ name, test: tested }) => tested.map(() => name)));
  assert.equal(last.faces.length, data.samples.length);
});

test("a fold that tests nobody is refused before anything is trained; tested faces that the recipe lacks are counted", async () => {
  const { folds } = plan("idle");
  await assert.rejects(crossValidate({ ...plan("idle"), folds: folds.map((fold) => ({ ...fold, test: [] })) }, recipe), /fold 0 trains on \d+ faces and tests 0: both sides want some/);
  const reasons: string[] = [];
  const fewer: Recipe = { ...recipe, classes: recipe.classes.filter((label) => label !== "fear") };
  const one = folds.slice(0, 1);
  const { faces } = (await crossValidate({ ...plan("fewer"), folds: one }, fewer, { threads: 1, onLeftOut: (reason) => reasons.push(reason) })) ?? assert.fail();
  assert.ok(reasons.length > 0 && reasons.every((reason) => reason.startsWith("fear, which")), reasons.join("; "));
  assert.equal(faces.length + reasons.length, one[0]?.test.length);
});
