import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { DataSet } from "#src/datasets/data-set.js";
import { openDataSet } from "#src/datasets/open-data-set.js";
import { selectWhere } from "#src/datasets/where.js";
import { synthesizeDataSet } from "#src/synth/synthesize-data-set.js";
import { classMasks, gatherFaces } from "#src/training/gather-faces.js";
import type { Recipe } from "#src/plans/recipe.js";
import type { TrainingFaces } from "#src/training/training-faces.js";
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
  const { training, heldOut } = await gatherFaces({ data: [whole], holdOut: 0.4 }, smallRecipe, { workers: 0 });
  assert.ok(heldOut !== undefined && heldOut.count > 0);
  const trained = new Set(training.subjects);
  assert.ok(trained.size > 1);
  assert.ok(heldOut.subjects.every((subject) => !trained.has(subject)));
});

test("what looks like a picture of an unseen set is left out of training", async () => {
  const unseen = selectWhere(whole, ["split=test"]);
  const { training, leftOut } = await gatherFaces({ data: [whole], unlike: [unseen] }, smallRecipe, { workers: 0 });
  const names = new Set(training.names);
  assert.ok(unseen.samples.length > 0);
  assert.ok(unseen.samples.every(({ file }) => !names.has(`${whole.name}/${file}`)));
  assert.ok(leftOut >= unseen.samples.length);
  assert.equal(training.count + leftOut, whole.samples.length);
});

test("a face's neutral one is the same person's, and nobody's who is held out or left out", async () => {
  const weakening: Recipe = { ...smallRecipe, augmentation: { ...smallRecipe.augmentation, weaken: 0.5 } };
  const neutral = weakening.classes.indexOf("neutral");
  // Named twice, as sets are that count more.
  const { training, heldOut } = await gatherFaces({ data: [whole, whole], holdOut: 0.4 }, weakening, { workers: 0 });
  const paired = ({ neutralOf = new Int32Array(0), labels, subjects }: TrainingFaces): number => {
    const pairs = [...neutralOf.entries()].filter(([, row]) => row >= 0);
    for (const [face, row] of pairs) {
      assert.equal(labels[row], neutral);
      assert.notEqual(labels[face], neutral);
      assert.equal(subjects[row], subjects[face]);
    }
    return pairs.length;
  };
  assert.ok(paired(training) > training.count / 3, `${paired(training)} of ${training.count} faces have a neutral one`);
  assert.ok(heldOut?.subjects.every((subject) => !training.subjects.includes(subject)));

  // Left out as look-alikes, neutral faces are gone for those who stay, too.
  const unlike = [{ ...whole, samples: whole.samples.filter(({ label }) => label === "neutral") }];
  assert.equal(paired((await gatherFaces({ data: [whole], unlike }, weakening, { workers: 0 })).training), 0);
  assert.equal((await gatherFaces({ data: [whole] }, smallRecipe, { workers: 0 })).training.neutralOf, undefined);
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

test("crops follow the order of the samples, whatever was cut before", async () => {
  const turned: DataSet = { ...whole, samples: whole.samples.toReversed() };
  const { training } = await gatherFaces({ data: [whole] }, smallRecipe, { workers: 0 });
  const { training: again } = await gatherFaces({ data: [turned] }, smallRecipe, { workers: 0 });
  const each = training.side ** 2 * 3;
  const pixelsOf = ({ pixels, names }: TrainingFaces, name: string): Buffer => Buffer.from(pixels.slice(names.indexOf(name) * each, (names.indexOf(name) + 1) * each));
  assert.equal(again.names[0], training.names.at(-1));
  for (const name of training.names) assert.ok(pixelsOf(again, name).equals(pixelsOf(training, name)), name);
});

test("of people who are held out, nothing goes into the masks, though these are of another opened set", async () => {
  const other = await openDataSet(path.join(folder, "data"));
  const { training, heldOut } = await gatherFaces({ data: [whole], masks: other, holdOut: 0.4 }, smallRecipe, { workers: 0 });
  const known = other.samples.flatMap(({ subject }, index) => (heldOut?.subjects.includes(subject) === false ? [index] : []));
  const masks = async (indices?: readonly number[]): Promise<Buffer[]> => (await classMasks(other, indices, smallRecipe, { workers: 0 })).map(({ data }) => Buffer.from(data));
  assert.ok(known.length < other.samples.length);
  assert.deepEqual(training.masks.map((mask) => Buffer.from(mask)), await masks(known));
  assert.notDeepEqual(await masks(known), await masks());
});

test("faces of classes that the recipe lacks are counted", async () => {
  const reasons: string[] = [];
  const recipe: Recipe = { ...smallRecipe, classes: smallRecipe.classes.filter((label) => label !== "fear") };
  const { training } = await gatherFaces({ data: [whole] }, recipe, { workers: 0, onLeftOut: (reason) => reasons.push(reason) });
  assert.deepEqual([...new Set(reasons)], ["fear, which the recipe's classes lack"]);
  assert.equal(training.count + reasons.length, whole.samples.length);
});

test("with motion=face a face is taught its own motion, a neutral face none, and who has no neutral face their class's mean", async () => {
  const own: Recipe = { ...smallRecipe, motion: "face" };
  const { training } = await gatherFaces({ data: [whole] }, own, { workers: 0 });
  const neutral = own.classes.indexOf("neutral");
  const maskOf = (face: number): Uint8Array => training.masks[training.maskOf[face] ?? 0] ?? assert.fail();
  const brightness = (face: number): number => maskOf(face).reduce((sum, value) => sum + value, 0) / maskOf(face).length;
  const pairs = [...(training.neutralOf ?? assert.fail()).entries()].filter(([, row]) => row >= 0);
  assert.ok(pairs.length > training.count / 3);
  assert.equal(new Set(pairs.map(([face]) => training.maskOf[face])).size, pairs.length, "each has its own");
  assert.ok(pairs.every(([face]) => brightness(face) > 1));
  training.labels.forEach((label, face) => label === neutral && assert.equal(brightness(face), 0));

  const strangers: DataSet = { ...whole, samples: whole.samples.map((sample) => ({ ...sample, subject: undefined, neutral: undefined })) };
  const { training: alone } = await gatherFaces({ data: [strangers], masks: whole }, own, { workers: 0 });
  assert.equal(new Set(alone.maskOf).size, new Set(alone.labels).size, "one mask a class");
  const happy = own.classes.indexOf("happiness");
  const ofClass = alone.masks[alone.maskOf[alone.labels.indexOf(happy)] ?? 0] ?? assert.fail();
  const members = pairs.flatMap(([face]) => (training.labels[face] === happy ? [maskOf(face)] : []));
  const mean = (of: readonly Uint8Array[], at: number): number => of.reduce((sum, mask) => sum + (mask[at] ?? 0), 0) / of.length;
  // Full motion is cut off in each face's mask before the mean, in the class's after it.
  const apart = ofClass.reduce((sum, value, at) => sum + Math.abs(value - mean(members, at)), 0) / ofClass.length;
  assert.ok(apart < 12, `${apart} levels from the mean of the class's own masks`);
});
