import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { openRun } from "#src/runs/run-folder.js";
import { synthesizeDataSet } from "#src/synth/synthesize-data-set.js";
import { startTraining } from "#src/training/start-training.js";
import { checkTrainingPlan, type TrainingPlan } from "#src/plans/training-plan.js";

let folder = "";
const place = (name: string): string => path.join(folder, name);
const tiny: Pick<TrainingPlan, "recipe" | "settings" | "threads" | "workers"> = { recipe: "synthetic", settings: ["size=32", "batch=7", "maskStage.epochs=1", "jointStage.epochs=2"], threads: 1, workers: 0 };
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-start-"));
  process.env["FMPN_CACHE"] = place("cache");
  await synthesizeDataSet(place("data"), { count: 35, size: 64, seed: 4, testShare: 0, contempt: false });
});
after(async () => await rm(folder, { recursive: true }));

test("a plan is carried out, tells what it computes on, and goes on by its folder alone", async () => {
  const notes: string[] = [];
  const stop = new AbortController();
  const plan: TrainingPlan = { ...tiny, data: [`${place("data")}@role=face`], holdOut: 0.3, out: place("run") };
  const shares: number[] = [];
  const stopped = startTraining(plan, {
    signal: stop.signal,
    onNote: (line) => notes.push(line),
    onProgress(progress) {
      if (!("stage" in progress)) return;
      shares.push(progress.share);
      if (progress.stage === "joint" && progress.done === 2) stop.abort(new Error("stopped"));
    },
  });
  await assert.rejects(stopped, /stopped/);
  assert.match(notes[0] ?? "", /^computing /);
  assert.match(notes.at(-1) ?? "", /faces to train on, \d+ held out$/);
  assert.ok(shares.every((share, k) => share > (shares[k - 1] ?? 0)) && (shares.at(-1) ?? 1) < 1, shares.join(", "));

  await assert.rejects(startTraining({ out: place("run"), resume: true, holdOut: 0.2 }), /was begun with holdOut 0\.3, not 0\.2/);
  await assert.rejects(startTraining({ out: place("run"), resume: true, settings: ["seed=2"] }), /was begun with seed 1, not 2/);
  let steps = 0;
  const model = await startTraining({ out: place("run"), resume: true }, { onProgress: (progress) => void (steps += "stage" in progress ? 1 : 0) });
  assert.equal(model, path.join(place("run"), "model.onnx"));
  assert.ok(existsSync(model) && existsSync(path.join(place("run"), "predictions.csv")));
  const { run, recipe } = await openRun(place("run"));
  assert.deepEqual([recipe.size, recipe.batch, run.facts.plan?.holdOut], [32, 7, 0.3]);
  const all = (await readFile(path.join(place("run"), "metrics.jsonl"), "utf8")).trim().split("\n").map((line) => JSON.parse(line) as { step: number });
  assert.ok(steps < (all.at(-1)?.step ?? 0) + 1, "what was done is not done again");
});

test("what is wrong is told before the work, and leaves nothing behind", async () => {
  const data = [place("data")];
  const cases: [TrainingPlan, RegExp][] = [
    [{ ...tiny, data, out: place("x"), settings: ["batch=128"] }, /\d+ faces do not fill one batch of 128; --set batch=64 takes smaller ones/],
    [{ ...tiny, synthetic: 8, out: place("x"), settings: [] }, /8 faces do not fill one batch of 32; --set batch=8/],
    [{ ...tiny, data, out: place("x"), settings: [...(tiny.settings ?? []), "start=expressions-in-the-wild"] }, /it belongs to another network/],
    [{ ...tiny, data, out: place("x"), settings: [...(tiny.settings ?? []), "augmentation.weaken=0.5", 'classes=["anger","fear"]'] }, /--set augmentation\.weaken=0/],
    [{ ...tiny, data: [`${place("data")}@label=anger|fear`], out: place("x") }, /data has no neutral faces that motion masks could be made with.*--masks DATA/],
    [{ ...tiny, out: place("x") }, /name at least one data set to train on, or how many faces to draw with --synthetic/],
    [{ ...tiny, data, out: place("x"), teachers: ["none.onnx"] }, /none\.onnx cannot be read/],
    [{ out: place("x"), resume: true }, /no run to go on with/],
    [{ ...tiny, data, out: place("data") }, /is not empty; give a new folder$/],
  ];
  for (const [plan, message] of cases) {
    let prepared = 0;
    await assert.rejects(startTraining(plan, { onProgress: () => void (prepared += 1) }), message);
    if (!message.source.includes("weaken")) assert.equal(prepared, 0, message.source);
  }
  assert.ok(!existsSync(place("x")));
});

test("a plan's parts are checked by name", () => {
  assert.throws(() => checkTrainingPlan({ out: "run", data: ["a"], holdOut: 2 }), /the plan of the training: holdOut: /);
  assert.throws(() => checkTrainingPlan({ out: "run", synthetic: 100, masks: "a" }), /--synthetic trains on drawn faces alone/);
  assert.throws(() => checkTrainingPlan({ out: "run", data: ["a"], preprocessing: ["b.json"] }), /--preprocessing b\.json: there is no --teacher/);
  assert.throws(() => checkTrainingPlan({ out: "run", data: ["a"], epochs: 3 } as TrainingPlan), /epochs/);
});
