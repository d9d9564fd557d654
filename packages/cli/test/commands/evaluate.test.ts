import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { initialize } from "@fmpn/graph";
import { writeWhole } from "@fmpn/lab/files";
import { writeModel } from "fmpn/model";
import { faceNetwork, presets } from "fmpn/networks";
import { runFmpn, startFmpn } from "./run-fmpn.js";

test("fmpn evaluate measures a model file on a data set, as a table, as JSON and picture by picture", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-evaluate-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const [set, model, table, untouched] = ["set", "model.onnx", "predictions.csv", "untouched.csv"].map((name) => path.join(folder, name));
  const settings = { ...presets.compact, size: 64 };
  const classes = ["neutral", "happiness", "sadness", "surprise"];
  const state = initialize(faceNetwork(settings, classes.length).network, 1);
  await writeWhole(model, writeModel({ settings, preset: "compact", classes, crop: { margin: 0 }, card: "", state }));
  assert.equal((await runFmpn(["synth", "--out", set, "--count", "14", "--size", "64"])).code, 0);

  const common = ["evaluate", set, "--model", model, "--where", "role=face", "--workers", "0", "--threads", "1"];
  const json = await runFmpn([...common, "--classes", "happy,surprise", "--predictions", table, "--json"]);
  assert.equal(json.code, 0, json.err);
  const figures = JSON.parse(json.out) as Record<string, unknown>;
  assert.equal(figures["images"], 4);
  assert.equal(figures["faces_found"], 4);
  assert.deepEqual(figures["classes"], ["happiness", "surprise"]);
  for (const name of ["accuracy", "balanced_accuracy", "macro_f1", "ms_per_image"]) assert.equal(typeof figures[name], "number", name);
  assert.deepEqual(Object.keys((figures["per_class"] as Record<string, object>)["surprise"] ?? {}), ["precision", "recall", "f1", "support"]);
  const lines = (await readFile(table, "utf8")).trimEnd().split("\n");
  assert.equal(lines[0], "file,subject,fold,truth,answer,neutral,happiness,sadness,surprise");
  assert.equal(lines.length, 5);

  // Parts of it, put together in whatever order, are the whole.
  const parts = ["3/3", "1/3", "2/3"].map((shard) => ({ shard, file: path.join(folder, `part-${shard[0]}.json`) }));
  for (const { shard, file } of parts) await writeWhole(file, (await runFmpn([...common, "--classes", "happy,surprise", "--shard", shard])).out);
  const merged = await runFmpn(["evaluate", "--merge", ...parts.map(({ file }) => file), "--json"]);
  const exact = (out: string): object => ({ ...(JSON.parse(out) as object), ms_per_image: 0, ms_per_face: 0 });
  assert.deepEqual(exact(merged.out), exact(json.out), merged.err);

  const text = await runFmpn([...common, "--classes", "neutral,happiness,sadness", "--detect"]);
  assert.equal(text.code, 0, text.err);
  assert.match(text.out, /^set \(hash [0-9a-f]{16}\), model model\.onnx \(hash [0-9a-f]{16}\)\n6 pictures, a face found in \d; a missed face is wrong\n/);
  assert.match(text.out, /bootstrap over 2 subjects; answers among the set's 3 classes/);

  // With worker threads, which must not keep the process.
  const judged = await startFmpn([...common, "--workers", "1", "--regions", "--faithfulness", "4", "--erase", "blur", "--json"]);
  assert.equal(judged.code, 0, judged.err);
  const { regions, faithfulness } = JSON.parse(judged.out) as { regions: { faces: number; at_half: { mean: number } }; faithfulness: { faces: number; curves: { mask: unknown[] } } };
  assert.equal(regions.faces, 12);
  assert.ok(regions.at_half.mean >= 0 && regions.at_half.mean <= 1);
  assert.deepEqual([faithfulness.faces, faithfulness.curves.mask.length], [4, 7]);

  // What was printed as JSON is what a report reads.
  const run = path.join(folder, "run");
  await writeWhole(path.join(run, "evaluation-set.json"), judged.out);
  const report = await runFmpn(["report", run, "--out", path.join(folder, "report.md")]);
  assert.equal(report.code, 0, report.err);
  const page = await readFile(path.join(folder, "report.md"), "utf8");
  assert.match(page, new RegExp(`\\| run \\| set \\(\\w{8}\\) \\| 14 crops \\|.*\\| run \\| set \\| 12 \\| ${regions.at_half.mean.toFixed(3)} `, "s"));
  assert.match(page, /of 4 faces|on 4 faces/);

  const mistakes: [string[], RegExp][] = [
    [["evaluate", set, "--preprocessing", "spec.json"], /^fmpn: --preprocessing is of another project's model; name that with --model/],
    [[...common, "--classes", "glee"], /--classes: "glee" is no expression/],
    [[...common, "--shard", "4/3"], /shard: write 2\/4 for the second of four parts/],
    [[...common, "--shard", "1/3", "--regions"], /--shard: masks are judged by thresholds and means of the whole set/],
    [["evaluate", "--merge", ...parts.slice(1).map(({ file }) => file)], /the parts 3\/3 are missing/],
    [["evaluate"], /name a data set, or with --merge the parts/],
    // Told before the evaluation, which would write the table.
    [[...common, "--classes", "neutral", "--predictions", untouched, "--regions"], /--regions: set has no true motion regions/],
    [[...common, "--predictions", untouched, "--masks", folder], /--masks .*: there is no mask for .+, as .* needs it; leave such faces out with --where/],
  ];
  const runs = await Promise.all(mistakes.map(async ([args]) => await runFmpn(args)));
  for (const [index, [, message]] of mistakes.entries()) assert.match(runs[index]?.err ?? "", message);
  assert.ok(!existsSync(untouched));
});
