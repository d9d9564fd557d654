import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { DataSet } from "#src/datasets/data-set.js";
import { openDataSet } from "#src/datasets/open-data-set.js";
import { selectWhere } from "#src/datasets/where.js";
import { synthesizeDataSet } from "#src/synth/synthesize-data-set.js";
import { gatherFaces } from "#src/training/gather-faces.js";
import type { Recipe } from "#src/training/recipe.js";
import { startState } from "#src/training/start-weights.js";
import { jointStageGraph } from "#src/training/graphs.js";
import { smallRecipe } from "./small-recipe.js";

let folder = "";
let whole: DataSet;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-gather-"));
  process.env["FMPN_CACHE"] = path.join(folder, "cache");
  await synthesizeDataSet(path.join(folder, "data"), { count: 42, size: 64, seed: 4, testShare: 0.3, contempt: false });
  whole = await openDataSet(path.join(folder, "data"));
});
after(async () => await rm(folder, { recursive: true }));

test("nobody is both trained on and held out, and no held-out picture is a look-alike of a trained one", async () => {
  const { training, heldOut } = await gatherFaces({ data: [whole], holdOut: 0.4, workers: 0 }, smallRecipe);
  assert.ok(heldOut !== undefined && heldOut.count > 0);
  const trained = new Set(training.subjects);
  assert.ok(trained.size > 1);
  assert.ok(heldOut.subjects.every((subject) => !trained.has(subject)));
});

test("what looks like a picture of an unseen set is left out of training", async () => {
  const unseen = selectWhere(whole, ["split=test"]);
  const { training, leftOut } = await gatherFaces({ data: [whole], unlike: [unseen], workers: 0 }, smallRecipe);
  const names = new Set(training.names);
  assert.ok(unseen.samples.length > 0);
  assert.ok(unseen.samples.every(({ file }) => !names.has(`${whole.name}/${file}`)));
  assert.ok(leftOut >= unseen.samples.length);
  assert.equal(training.count + leftOut, whole.samples.length);
});

test("a face's neutral one is that of the same person, and never of one who is held out", async () => {
  const weakening: Recipe = { ...smallRecipe, augmentation: { ...smallRecipe.augmentation, weaken: 0.5 } };
  // Named twice, as sets are that count more.
  const { training, heldOut } = await gatherFaces({ data: [whole, whole], holdOut: 0.4, workers: 0 }, weakening);
  const { neutrals = [], neutralOf = new Int32Array(0), count, side, labels, subjects, pixels } = training;
  const each = side * side * 3;
  const neutralFaceOf = new Map<string, string>();
  for (let index = 0; index < count; index += 1) {
    if (labels[index] === 0) neutralFaceOf.set(Buffer.from(pixels.subarray(index * each, (index + 1) * each)).toString("base64"), subjects[index] ?? "");
  }
  let weakened = 0;
  for (let index = 0; index < count; index += 1) {
    const neutral = neutrals[neutralOf[index] ?? -1];
    if (neutral === undefined) continue;
    weakened += 1;
    assert.notEqual(labels[index], 0);
    assert.equal(neutralFaceOf.get(Buffer.from(neutral).toString("base64")), subjects[index]);
  }
  assert.ok(weakened > count / 3, `${weakened} of ${count} faces have a neutral one`);
  assert.ok(heldOut?.subjects.every((subject) => !subjects.includes(subject)));
  assert.equal((await gatherFaces({ data: [whole], workers: 0 }, smallRecipe)).training.neutrals, undefined);
});

test("weights for other classes are taken over by the classes' names", () => {
  const graph = jointStageGraph(smallRecipe);
  const weights = startState(graph.network, 7, smallRecipe.classes);
  const head = [...weights.keys()].find((name) => /^cls\.fc\.weight$/.test(name)) ?? "";
  const each = (weights.get(head)?.length ?? 0) / 7;
  const tensors = new Map([...weights].map(([name, data]) => [name, { shape: shapeOf(name), type: "float32" as const, data }]));
  function shapeOf(name: string): readonly number[] {
    return (graph.network.parameters.get(name) ?? graph.network.buffers.get(name))?.tensor.shape ?? [];
  }
  const classes = ["surprise", "contempt", "neutral"] as const;
  const other = jointStageGraph({ ...smallRecipe, classes });
  const state = startState(other.network, 8, classes, { name: "file", tensors, classes: smallRecipe.classes });
  const row = (values: Float32Array | undefined, index: number): Float32Array | undefined => values?.subarray(index * each, (index + 1) * each);
  assert.deepEqual(row(state.get(head), 0), row(weights.get(head), smallRecipe.classes.indexOf("surprise")));
  assert.deepEqual(row(state.get(head), 2), row(weights.get(head), smallRecipe.classes.indexOf("neutral")));
  assert.deepEqual(row(state.get(head), 1), row(startState(other.network, 8, classes).get(head), 1));
  assert.throws(() => startState(other.network, 8, classes, { name: "file", tensors: new Map() }), /file: only 0 of its tensors fit/);
});
