import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { maskCorrelation } from "fmpn/prior";
import { type EyePositions, locateEyePositions } from "#src/crops/eye-positions.js";
import type { DataSet, Sample } from "#src/datasets/data-set.js";
import { readManifest } from "#src/datasets/manifest.js";
import { statedFolds } from "#src/folds/fixed-folds.js";
import { paperFolds } from "#src/folds/paper-folds.js";
import { facePairs } from "#src/prior/face-pairs.js";
import { buildMotionPrior } from "#src/prior/motion-prior.js";
import { compareMasks, readMasks } from "#src/prior/published-masks.js";
import { writePrior } from "#src/prior/write-prior.js";
import { synthesizeDataSet } from "#src/synth/synthesize-data-set.js";
import { long } from "../../../../test-support/long.ts";
import { SHARED, SHARED_MISSING } from "../shared-folder.js";

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-prior-"));
  t.after(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The eye positions that the synthetic faces' manifest states. */
function statedEyes({ samples }: DataSet, size: number): EyePositions {
  const eyes = samples.map(({ columns }) => {
    const [lx = 0, ly = 0, rx = 0, ry = 0] = (columns["eyes"] ?? "").split(" ").map((value) => Number(value) / size);
    return { left: { x: lx, y: ly }, right: { x: rx, y: ry } };
  });
  return { eyes, unseen: [], unreadable: [], median: eyes[0] };
}

function sample(file: string, more: Partial<Sample>): Sample {
  return { file, label: "fear", columns: {}, ...more };
}

test("a neutral face is the one that is named, else of the sequence, else of the subject", () => {
  const samples = [
    sample("0", { label: "neutral", subject: "A", sequence: "A1" }),
    sample("1", { label: "neutral", subject: "A", sequence: "A2" }),
    sample("2", { subject: "A", sequence: "A2" }),
    sample("3", { subject: "A", sequence: "A3" }),
    sample("4", { subject: "A", sequence: "A2", neutral: "0" }),
    sample("5", { subject: "B" }),
    sample("6", {}),
  ];
  assert.deepEqual(facePairs(samples).map(({ expressive, neutral }) => [expressive, neutral]), [[2, 1], [3, 0], [4, 0]]);
});

test("masks of synthetic pairs show each class's motion; each fold is made without its test subjects", async (t) => {
  const folder = await temporaryFolder(t);
  const set = path.join(folder, "set");
  await synthesizeDataSet(set, { count: 126, size: 48, seed: 4, testShare: 0, contempt: false });
  const dataSet = await readManifest(set);
  const positions = statedEyes(dataSet, 48);
  const folds = paperFolds(dataSet.samples, 3);
  const options = { size: 32, workers: 0 };
  const prior = await buildMotionPrior(dataSet, positions, folds, options);
  assert.equal(prior.method, "pairs");
  assert.deepEqual(prior.folds.map(({ masks }) => masks.map(({ count }) => count)), [
    [72, 12, 12, 12, 12, 12, 12],
    [72, 12, 12, 12, 12, 12, 12],
    [72, 12, 12, 12, 12, 12, 12],
  ]);

  // Fold 0 alone, from a data set in which its test subjects don't exist, is the same to the last bit.
  const [first] = folds;
  assert(first);
  const without = { ...dataSet, samples: first.train.flatMap((i) => dataSet.samples[i] ?? []) };
  const alone = await buildMotionPrior(without, statedEyes(without, 48), undefined, options);
  assert.deepEqual(alone.folds[0]?.masks.map(({ mask }) => mask.data), prior.folds[0]?.masks.map(({ mask }) => mask.data));

  // Folds agree on a class better than classes agree with each other.
  const own = compareMasks(prior.folds.slice(0, 1), [{ ...(prior.folds[1] ?? { masks: [] }), fold: "0" }]);
  assert(own.matched.length >= 6, own.matched.join(", "));

  // The substitute without pairs, of a few people only: nearer to its own class's mask of pairs than to others' on average.
  const means = await buildMotionPrior(dataSet, positions, undefined, { ...options, method: "means" });
  const all = await buildMotionPrior(dataSet, positions, undefined, options);
  const moving = (masks: typeof all.folds): readonly ArrayLike<number>[] => (masks[0]?.masks ?? []).slice(1).map(({ mask }) => mask.data);
  const nearest = moving(means.folds).filter((mask, i) => {
    const fits = moving(all.folds).map((other) => maskCorrelation(mask, other));
    return (fits[i] ?? 0) > fits.reduce((a, b) => a + b, 0) / fits.length;
  });
  assert(nearest.length >= 5, `${nearest.length} of 6`);

  const out = path.join(folder, "out");
  await writePrior(prior, dataSet, out);
  assert.deepEqual((await readdir(out)).sort(), ["0", "1", "2", "prior.json", "sheet.png"]);
  const report = JSON.parse(await readFile(path.join(out, "prior.json"), "utf8")) as { folds: { made_of: object }[]; hash: string };
  assert.equal(report.folds.length, 3);
  const again = await readMasks(out);
  assert.deepEqual(await readMasks(out, prior.margin), again);
  await assert.rejects(readMasks(out, prior.margin + 0.1), /these masks are of crops with margin .* is wanted; make them anew with fmpn prior/);
  assert.deepEqual(again[2]?.masks.map(({ mask }) => mask.data), prior.folds[2]?.masks.map(({ mask }) => mask.data));
});

test("a set without pairs or without neutral faces is told what to do", async () => {
  const lone: DataSet = { name: "lone", root: "/", layout: "manifest", skipped: [], samples: [sample("a.png", {})] };
  const positions: EyePositions = { eyes: [undefined], unseen: [], unreadable: [], median: undefined };
  await assert.rejects(buildMotionPrior(lone, positions, undefined, { method: "pairs" }), /lone has no pair .* use the method "means"/);
  await assert.rejects(buildMotionPrior(lone, positions), /lone has no neutral faces/);
});

const ckPlus = path.join(SHARED, "data/ckplus128");
// The eyes of 640 pictures have to be found first.
test("CK+ masks correlate highest with the published mask of their own class", { skip: existsSync(ckPlus) ? long : SHARED_MISSING }, async () => {
  const dataSet = await readManifest(ckPlus);
  const positions = await locateEyePositions(dataSet);
  const prior = await buildMotionPrior(dataSet, positions, statedFolds(dataSet.samples).slice(0, 1));
  const { matched, table } = compareMasks(prior.folds, await readMasks(path.join(SHARED, "official/ckplus-masks")));
  assert(matched.length >= 5, matched.join(", "));
  assert(table.every((row, i) => (row[i] ?? 0) > 0.7));
  const means = await buildMotionPrior(dataSet, positions, statedFolds(dataSet.samples).slice(0, 1), { method: "means" });
  const substitute = compareMasks(means.folds, await readMasks(path.join(SHARED, "official/ckplus-masks")));
  assert(substitute.matched.length >= 5, substitute.matched.join(", "));
});
