import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { runFmpn, startFmpn } from "./run-fmpn.js";

const small = ["--recipe", "synthetic", "--set", "size=32", "--set", "batch=7", "--set", "maskStage.epochs=1", "--set", "jointStage.epochs=1", "--threads", "1"];
let folder = "";
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-cli-train-"));
  const { code, err } = await runFmpn(["synth", "--count", "35", "--size", "64", "--out", path.join(folder, "data")]);
  assert.equal(code, 0, err);
});
after(async () => await rm(folder, { recursive: true }));

test("train writes a run whose model can be described, and goes on from its weights", async () => {
  const out = path.join(folder, "run");
  const first = await runFmpn(["train", path.join(folder, "data@role=face"), ...small, "--hold-out", "0.3", "--out", out]);
  assert.equal(first.code, 0, first.err);
  assert.match(first.err, /faces to train on, \d+ held out/);
  assert.match(first.err, /epoch 1 on held-out faces: accuracy/);
  const files = await readdir(out);
  for (const file of ["recipe.json", "run.json", "metrics.jsonl", "checkpoint-mask.safetensors", "checkpoint-joint.safetensors", "model.onnx", "weights.safetensors", "predictions.csv", "masks"]) {
    assert.ok(files.includes(file), `${file} is missing of ${files.join(", ")}`);
  }
  assert.ok(!files.some((file) => file.endsWith(".tmp")));
  const facts = JSON.parse(await readFile(path.join(out, "run.json"), "utf8")) as { data: { name: string; hash: string }[] };
  assert.equal(facts.data[0]?.name, "data");
  const model = await runFmpn(["model", path.join(out, "model.onnx")]);
  assert.match(model.out, /small: 7 classes .*crops of 32×32/);
  const second = await runFmpn(["train", path.join(folder, "data@role=face"), ...small, "--set", "maskStage.epochs=0", "--from", out, "--teacher", path.join(out, "model.onnx"), "--out", path.join(folder, "next")]);
  assert.equal(second.code, 0, second.err);
  const next = JSON.parse(await readFile(path.join(folder, "next", "run.json"), "utf8")) as { teacher: string };
  assert.equal((JSON.parse(await readFile(path.join(folder, "next", "recipe.json"), "utf8")) as { start: string }).start, out);
  assert.match(next.teacher, /^model\.onnx [0-9a-f]{16}$/);
});

test("without onnxruntime-node it says what it computes on instead, and gets to the end", async () => {
  const hook = "export async function resolve(name, context, next) { if (name === 'onnxruntime-node') throw new Error('not installed'); return next(name, context); }";
  const missing = `import { register } from "node:module"; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`;
  const out = path.join(folder, "wasm");
  const environment = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(missing)}` };
  const { code, err } = await startFmpn(["train", "--synthetic", "14", ...small, "--set", "maskStage.epochs=0", "--workers", "0", "--out", out], undefined, environment);
  assert.equal(code, 0, err);
  assert.match(err, /^computing in WebAssembly, .* because the package onnxruntime-node is not installed or does not load here/);
  assert.ok(existsSync(path.join(out, "model.onnx")) && existsSync(path.join(out, "predictions.csv")));
  assert.equal((JSON.parse(await readFile(path.join(out, "run.json"), "utf8")) as { engine: string }).engine, "wasm");
});

test("crossval trains each fold once, and prints fold mean and pooled figures", async () => {
  const args = ["crossval", path.join(folder, "data"), "--folds", "2", ...small, "--set", "maskStage.epochs=0", "--out", path.join(folder, "cv"), "--json"];
  const { code, out, err } = await runFmpn(args);
  assert.equal(code, 0, err);
  const figures = JSON.parse(out) as { images: number; folds: { accuracy: Record<string, number> }; classes: string[] };
  assert.deepEqual(Object.keys(figures.folds.accuracy), ["0", "1"]);
  const predictions = await readFile(path.join(folder, "cv", "predictions.csv"), "utf8");
  assert.equal(predictions.trim().split("\n").length, figures.images + 1);
  const again = await runFmpn(args);
  assert.equal(again.out, out, "finished folds are taken as they are");
  const other = await runFmpn([...args, "--from", path.join(folder, "run")]);
  assert.match(other.err, /every fold starts from weights that have seen data\nbeware: that is the set to be tested/);
  assert.match(other.err, /fold-0 was begun with start "", not ".*run"; begin a new one/, "but not where they are of another recipe");
  const three = await runFmpn(args.map((word) => (word === "2" ? "3" : word)));
  assert.match(three.err, /fold-0 was begun with cut ".*", not ".*"/, "nor where another cut has a fold of that name");
});

test("mistakes are told in a line", async () => {
  const data = path.join(folder, "data");
  const cases: [string[], number, RegExp][] = [
    [["train", data, "--out", data], 1, /data is not empty; give a new folder$/m],
    [["train", data, "--resume", "--out", path.join(folder, "none")], 1, /there is no run to go on with/],
    [["train", data, "--set", "epochs=3", "--out", path.join(folder, "x")], 1, /epochs: the recipe has no such setting/],
    [["train", data, "--from", path.join(folder, "none"), "--out", path.join(folder, "x")], 1, /cannot be read.*; give a finished run's folder/],
    [["train", "--out", path.join(folder, "x")], 1, /name at least one data set/],
    [["train", data], 2, /--out/],
    [["train", data, "--synthetic", "35", "--out", path.join(folder, "x")], 1, /--synthetic trains on drawn faces alone/],
    [["train", path.join(folder, "data@role=face"), ...small, "--resume", "--out", path.join(folder, "run")], 1, /was begun with holdOut 0\.3, not nothing; begin a new one/],
    [["train", path.join(folder, "data@role=face"), ...small, "--set", "seed=2", "--hold-out", "0.3", "--resume", "--out", path.join(folder, "run")], 1, /was begun with seed 1, not 2/],
    [["crossval", data, "--folds", "split:train", ...small, "--out", path.join(folder, "x")], 1, /--folds split:train is no rule; give paper, stated, subjects or a number/],
  ];
  for (const [args, code, message] of cases) {
    const run = await runFmpn(args);
    assert.equal(run.code, code, run.err);
    assert.match(run.err, message);
  }
});

test("Ctrl-C ends training with a checkpoint, and --resume goes on", async () => {
  const out = path.join(folder, "stopped");
  const checkpoint = path.join(out, "checkpoint-joint.safetensors");
  const args = ["train", "--synthetic", "35", ...small, "--set", "jointStage.epochs=400", "--out", out];
  const stopped = await startFmpn(args, () => existsSync(checkpoint));
  assert.equal(stopped.code, 130, stopped.err);
  const written = statSync(checkpoint).mtimeMs;
  const again = await startFmpn(["train", "--resume", "--out", out], () => statSync(checkpoint).mtimeMs > written);
  assert.equal(again.code, 130, again.err);
  assert.doesNotMatch(again.err, /mask stage|joint stage, epoch 1\//);
});
