import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { alignFace, type Picture } from "fmpn/faces";
import { createPicture, decodeImage, toGray } from "fmpn/pictures";
import { locateEyePositions } from "#src/crops/eye-positions.js";
import type { DataSet } from "#src/datasets/data-set.js";
import type { Expression } from "#src/datasets/expression-labels.js";
import { readManifest } from "#src/datasets/manifest.js";
import { selectWhere } from "#src/datasets/where.js";
import { blockMeans, BLOCKS, eraseBlocks, highestFirst } from "#src/evaluation/erase-blocks.js";
import type { FaceClassifier } from "#src/evaluation/face-classifier.js";
import { evaluate, type MaskFigures, type MaskQuestions } from "#src/evaluation/evaluate.js";
import { overlap } from "#src/evaluation/region-overlap.js";
import { facePairs } from "#src/prior/face-pairs.js";
import { pairDifference } from "#src/prior/pair-difference.js";
import { synthesizeDataSet } from "#src/synth/synthesize-data-set.js";

const SIZE = 32;
const options = { workers: 0, cache: false } as const;
let root: string;
let dataSet: DataSet;

before(async () => {
  root = await mkdtemp(path.join(tmpdir(), "fmpn-masks-"));
  await synthesizeDataSet(path.join(root, "faces"), { count: 28, size: 96, seed: 6, testShare: 0, contempt: false });
  dataSet = selectWhere(await readManifest(path.join(root, "faces")), ["role=face"]);
});
after(async () => await rm(root, { recursive: true }));

/** A classifier that says what the test wants it to say of its n-th face. */
function told(answer: (crop: Picture, n: number) => { probabilities: number[]; mask?: ArrayLike<number> }): FaceClassifier {
  let asked = 0;
  return {
    model: { file: "told.onnx", hash: "" },
    classes: ["anger", "happiness"],
    size: SIZE,
    margin: 0,
    async classify(crop) {
      const { probabilities, mask } = answer(crop, asked++);
      return { probabilities: Float64Array.from(probabilities), mask: mask && Float32Array.from(mask) };
    },
    close: async () => {},
  };
}

async function judged<Name extends keyof MaskFigures>(name: Name, set: DataSet, classifier: FaceClassifier, questions: MaskQuestions): Promise<NonNullable<MaskFigures[Name]>> {
  const { masks } = await evaluate(set, classifier, { ...options, ...questions });
  return masks[name] ?? assert.fail();
}

test("masks that are the true regions overlap with them wholly, and beat their class's mean", async () => {
  const moved = dataSet.samples.filter(({ columns }) => columns["region"]);
  assert.equal(moved.length, 24);
  const movedSet = { ...dataSet, samples: moved };
  const { eyes } = await locateEyePositions(movedSet, options);
  const regions = await Promise.all(
    moved.map(async ({ columns }, index) => {
      const { left, right } = eyes[index] ?? assert.fail();
      const place = ({ x, y }: typeof left) => ({ x: 96 * x, y: 96 * y });
      const region = toGray(await decodeImage(path.join(dataSet.root, columns["region"])));
      return Float32Array.from(alignFace(region, { left: place(left), right: place(right) }, { size: SIZE }).data, (value) => value / 255);
    }),
  );
  const oracle = await judged("regions", movedSet, told((_, n) => ({ probabilities: [1, 0], mask: regions[n] })), { regions: true });
  assert.equal(oracle.faces, 24);
  assert.ok(oracle.atHalf.mean > 0.97, `${oracle.atHalf.mean}`);
  assert.ok(oracle.constant.mean > 0.3 && oracle.constant.mean < 0.9, `${oracle.constant.mean}`);
  assert.ok(Math.abs(oracle.gain.mean - (oracle.best.mean - oracle.constant.mean)) < 1e-9);
  assert.ok(oracle.gain.interval.low > 0.05);
  assert.equal(oracle.over, "subjects");

  // A mask that covers everything overlaps as far as the region reaches.
  const all = await judged("regions", dataSet, told(() => ({ probabilities: [1, 0], mask: new Float32Array(SIZE ** 2).fill(0.7) })), { regions: true });
  const shares = regions.map((region) => region.filter((value) => value >= 0.5).length / SIZE ** 2);
  assert.ok(Math.abs(all.atHalf.mean - shares.reduce((a, b) => a + b) / 24) < 0.01);
  assert.ok(all.gain.interval.high < 0, "a constant of the class is better");

  await assert.rejects(judged("regions", dataSet, told(() => ({ probabilities: [1, 0] })), { regions: true }), /told\.onnx makes no masks/);
  await assert.rejects(judged("regions", selectWhere(dataSet, ["label=neutral"]), told(() => ({ probabilities: [1, 0] })), { regions: true }), /no true motion regions/);
});

test("overlap is intersection over union", () => {
  assert.equal(overlap([0.9, 0.6, 0.2, 0.1], [1, 0, 1, 0], 0.5), 1 / 3);
  assert.equal(overlap([0.9, 0.6, 0.2, 0.1], [1, 1, 0, 0], 0.5), 1);
  assert.equal(overlap([0, 0], [0, 0], 0.5), 0);
});

test("masks that are a class's prior agree with it alone", async () => {
  const prior = (stripe: number): Picture => createPicture(SIZE, SIZE, 1, Uint8ClampedArray.from({ length: SIZE ** 2 }, (_, at) => (Math.floor(at / SIZE / 8) === stripe ? 255 : 0)));
  const labels: Expression[] = ["anger", "happiness", "surprise"];
  const priors = [{ fold: "all", masks: labels.map((label, k) => ({ label, mask: prior(k), count: 1 })) }];
  const part = selectWhere(dataSet, ["label=anger|happiness|surprise"]);
  const right = await judged("prior", part, told((_, n) => ({ probabilities: [1, 0], mask: prior(n % 3).data })), { priors });
  assert.deepEqual([right.faces, right.matched.mean], [12, 1]);
  assert.ok(Math.abs(right.correlation.mean - 1) < 1e-9);
  assert.ok(right.constant.mean > 0 && right.constant.mean < 0.5);
  const shifted = await judged("prior", part, told((_, n) => ({ probabilities: [1, 0], mask: prior((n + 1) % 3).data })), { priors });
  assert.equal(shifted.matched.mean, 0);
  assert.ok(shifted.correlation.mean < 0);
  assert.deepEqual(right.byClass.map(({ label, faces, matched }) => [label, faces, matched]), labels.map((label) => [label, 4, 1]));
  await assert.rejects(judged("prior", dataSet, told(() => ({ probabilities: [1, 0] })), { priors }), /no class mask for neutral/);
});

test("blocks are erased from the highest on", () => {
  const mask = Float32Array.from({ length: SIZE ** 2 }, (_, at) => at);
  const means = blockMeans(mask, SIZE);
  assert.equal(means[0], (0 + 1 + 32 + 33) / 4);
  const order = highestFirst(means);
  assert.equal(order[0], BLOCKS ** 2 - 1);
  const crop = createPicture(SIZE, SIZE, 3, Uint8ClampedArray.from({ length: 3 * SIZE ** 2 }, (_, at) => (at % 3 === 0 ? 200 : 10 * (Math.floor(at / 3) % 2))));
  const half = eraseBlocks(crop, order, 0.5, "mean");
  assert.deepEqual([...half.data.subarray(0, 6)], [200, 0, 0, 200, 10, 10], "the upper half is untouched");
  assert.deepEqual([...half.data.subarray(-6)], [200, 5, 5, 200, 5, 5]);
  assert.deepEqual(eraseBlocks(crop, order, 0, "blur").data, crop.data);
  const blurred = eraseBlocks(crop, order, 1, "blur").data;
  assert.ok(blurred.every((value, at) => Math.abs(value - (at % 3 === 0 ? 200 : 5)) <= 2));
});

test("the answer falls along a mask that shows what it rests on, and not along one that does not", async () => {
  // Sure of anger by the contrast in the upper left quarter of the face, and of nothing else.
  const quarter = Float32Array.from({ length: SIZE ** 2 }, (_, at) => (at % SIZE < SIZE / 2 && at < SIZE ** 2 / 2 ? 1 : 0));
  const contrast = ({ data }: Picture): number => {
    const seen = [...quarter.keys()].filter((pixel) => quarter[pixel] > 0).map((pixel) => data[3 * pixel]);
    const mean = seen.reduce((a, b) => a + b) / seen.length;
    return Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length);
  };
  const model = (mask: Float32Array): FaceClassifier =>
    told((crop) => {
      const sure = 1 / (1 + Math.exp(6 - contrast(crop)));
      return { probabilities: [sure, 1 - sure], mask };
    });
  const faithful = await judged("faithfulness", dataSet, model(quarter), { faithfulness: { faces: 14 } });
  assert.equal(faithful.faces, 14);
  assert.equal(faithful.curves.mask[0].fall.mean, 0);
  const [at30, random30] = [faithful.curves.mask[4], faithful.curves.random[4]];
  assert.equal(at30.share, 0.3);
  assert.ok(at30.fall.mean > 0.8 && at30.changed.mean === 1, `${at30.fall.mean}`);
  assert.ok(random30.fall.mean < 0.5 * at30.fall.mean, `${random30.fall.mean}`);
  assert.ok(faithful.advantage.random[4].interval.low > 0.2);
  assert.equal(faithful.advantage.constant[4].mean, 0, "the mask is the same for all faces: one constant is as good");

  assert.deepEqual(faithful.curves.gradcam, undefined, "a classifier that says no places has no Grad-CAM");
  assert.ok(faithful.advantage.occlusion[4].mean < faithful.advantage.random[4].mean, "occlusion finds more of the quarter than chance");
  assert.ok(faithful.deletionArea.random.ahead.interval.low > 0.1 && faithful.insertionArea.random.ahead.interval.low > 0);
  // Nothing but the quarter is enough; without it nothing is.
  assert.ok(faithful.insertion.mask[4].kept.mean > 0.9 && faithful.insertion.mask[0].kept.mean < 0.1);
  const { area } = faithful.deletionArea.mask;
  const alongShares = faithful.curves.mask.map(({ share, fall }) => [share, 1 - fall.mean]);
  const trapezoids = alongShares.slice(1).map(([share, left], k) => ((share - alongShares[k][0]) * (left + alongShares[k][1])) / 2);
  assert.ok(Math.abs(area.mean - trapezoids.reduce((a, b) => a + b)) < 0.02, "probabilities start near 1");

  const lying = await judged("faithfulness", dataSet, model(quarter.map((value) => 1 - value)), { faithfulness: { faces: 14 } });
  assert.ok(Math.abs(lying.curves.mask[4].fall.mean) < 1e-9);
  assert.ok(lying.deletionArea.class.ahead.mean === 0 && lying.insertionArea.random.ahead.interval.high < 0);
  assert.ok(lying.advantage.random[4].interval.high < 0);
  assert.deepEqual(await judged("faithfulness", dataSet, model(quarter), { faithfulness: { faces: 14 } }), faithful);
});

test("a mask that is the pair's own difference shows the face's motion, and more of it than its class's mean", async () => {
  const part = selectWhere(dataSet, ["label=neutral|happiness|surprise"]);
  const { eyes } = await locateEyePositions(part, options);
  const grays = await Promise.all(
    part.samples.map(async ({ file }, index) => {
      const { left, right } = eyes[index] ?? assert.fail();
      const place = ({ x, y }: typeof left) => ({ x: 96 * x, y: 96 * y });
      return toGray(alignFace(await decodeImage(path.join(dataSet.root, file)), { left: place(left), right: place(right) }, { size: SIZE }));
    }),
  );
  const neutralOf = new Map(facePairs(part.samples).map(({ expressive, neutral }) => [expressive, neutral]));
  const differences = grays.map((gray, index) => {
    const neutral = neutralOf.get(index);
    return neutral === undefined ? new Uint8Array(SIZE ** 2) : pairDifference(grays[neutral], gray);
  });
  // Each face is asked about three times: as it is, in one colour, shuffled.
  const oracle = await judged("motion", part, told((_, n) => ({ probabilities: [1, 0], mask: n % 3 === 0 ? Float32Array.from(differences[n / 3], (value) => value / 255) : new Float32Array(SIZE ** 2).fill(n % 3) })), { motion: true });
  assert.equal(oracle.pairs, neutralOf.size);
  assert.ok(Math.abs(oracle.correlation.mean - 1) < 1e-6, `${oracle.correlation.mean}`);
  assert.ok(oracle.ofClass.mean < 0.9 && oracle.constant.mean < 0.9, `${oracle.ofClass.mean}, ${oracle.constant.mean}`);
  assert.ok(Math.abs(oracle.gain.mean - (oracle.correlation.mean - oracle.ofClass.mean)) < 1e-9);
  assert.deepEqual([oracle.brightness.neutral.mean, oracle.brightness.flat.mean, oracle.brightness.noise.mean], [0, 1, 2]);
  assert.ok(oracle.brightness.expressive.mean > 0);
  await assert.rejects(judged("motion", selectWhere(part, ["label=happiness"]), told(() => ({ probabilities: [1, 0], mask: new Float32Array(SIZE ** 2) })), { motion: true }), /no pair of a neutral and an expressive face/);
});
