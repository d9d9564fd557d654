import assert from "node:assert/strict";
import { test } from "node:test";
import { createNetwork, createRandom, filled, gradient, initialize, input } from "@fmpn/graph";
import { layerCosts, totalCost } from "@fmpn/graph/onnx";
import { add } from "@fmpn/graph/operators";
import { crossEntropy, meanSquaredError, oneHot } from "@fmpn/graph/training";
import { faceNetwork } from "#src/networks/face-network.js";
import { type FmpnSettings } from "#src/networks/fmpn.js";
import { checkMaskSize, maskGenerator } from "#src/networks/mask-generator.js";
import type { Normalization } from "#src/networks/normalization.js";
import { presets } from "#src/networks/presets.js";
import { build, smallCompact, smallPaper, tinySmall } from "./small-network.js";
import { long } from "../../../../test-support/long.ts";
import { filledInput, filledState } from "./parity-fill.js";
import { runNetwork, runTrainingStep } from "./run-network.js";

test("the paper's network costs what the paper's code costs", () => {
  const { network, mask, logits } = faceNetwork(presets.paper, 7);
  const generator = totalCost(layerCosts([mask], network.parameters).filter(({ layer }) => layer.startsWith("fmg.")));
  assert.equal((generator.macs / 1e9).toFixed(1), "38.0");
  assert.equal((generator.parameters / 1e6).toFixed(1), "6.0");
  const classifier = totalCost(layerCosts([logits], network.parameters).filter(({ layer }) => layer.startsWith("cls.")));
  assert.equal((classifier.macs / 1e9).toFixed(1), "5.7");
  assert.equal(classifier.parameters, 21_799_911);
});

test("the compact network keeps to its budget", () => {
  const { network, mask, logits } = faceNetwork(presets.compact, 7);
  const { parameters, macs } = totalCost(layerCosts([mask, logits], network.parameters));
  assert.ok(parameters < 3e6, `${parameters} parameters`);
  assert.ok(macs < 240e6, `${macs} multiplications`);
});

test("the generator takes the sizes that it can restore and refuses the others", () => {
  for (const size of [32, 35, 96, 299, 7]) checkMaskSize(size);
  assert.throws(() => checkMaskSize(298), /cannot restore the size S = 298: S mod 4 must be 0 or 3\. The nearest size is 296 or 299\./);
  assert.throws(() => checkMaskSize(301), { name: "ShapeError" });
  for (const size of [96, 64, 80, 92]) checkMaskSize(size, 4);
  assert.throws(() => checkMaskSize(90, 4), /S\/4 must be whole/);
  assert.throws(() => checkMaskSize(100, 4), /The nearest size is 96 or 108/);
  const network = createNetwork({ training: false });
  const gray = input("gray", [1, 1, 34, 34]);
  assert.throws(() => maskGenerator(network.root.at("fmg"), gray, presets.paper.maskGenerator), /layer fmg: mask generator: it cannot restore/);
  for (const size of [32, 35, 39]) {
    const { mask } = maskGenerator(createNetwork({ training: false }).root, input("gray", [1, 1, size, size]), { ...presets.paper.maskGenerator, width: 4 });
    assert.deepEqual(mask.shape, [1, 1, size, size]);
  }
});

test("faces of another size, channels or a mask without a place are named", () => {
  const { root } = createNetwork({ training: false });
  const rgb = input("rgb", [2, 3, 32, 32]);
  assert.throws(() => build({ ...smallPaper, size: 34 }), /cannot restore the size S = 34/);
  assert.throws(
    () => build({ ...smallPaper, mask: { onPixels: true, onFeatures: true } }),
    /resnet18 cannot use the mask on its features; mobile_face_net and small_resnet can/,
  );
  assert.throws(() => build({ ...smallCompact, priorFusion: { ...smallCompact.priorFusion, stride: 2 } }), /added to the face pixel by pixel, with stride 1, not 2/);
  assert.throws(() => maskGenerator(root, rgb, { ...presets.paper.maskGenerator, reduction: 3 }), /S\/3 must be whole/);
  assert.throws(() => build({ ...smallPaper, size: 32, classificationNet: { backbone: "inception_v3", dropout: 0 } }), { name: "ShapeError" });
});

const places = [
  { onPixels: true, onFeatures: false },
  { onPixels: false, onFeatures: true },
  { onPixels: false, onFeatures: false },
];
for (const mask of places) {
  test(`the mask acts ${JSON.stringify(mask)} only`, () => {
    const outputs = build({ ...smallCompact, mask }, { training: true });
    const loss = crossEntropy(outputs.logits, filled(1 / 3, [2, 3]));
    const generator = outputs.network.parameters.get("fmg.res_top.0.weight")?.tensor ?? assert.fail();
    const [reached] = gradient(loss, [generator]);
    assert.equal(reached !== undefined, mask.onPixels || mask.onFeatures);
    assert.equal(outputs.focus !== undefined, mask.onPixels);
  });
}

/** The paper's networks before a classifier that is quick to draw and to run. */
const light: FmpnSettings = { ...smallPaper, classificationNet: { backbone: "small_resnet", dropout: 0 } };

const variants: Readonly<Record<string, FmpnSettings>> = {
  ...Object.fromEntries(
    (["batch", "instance", "none"] as readonly Normalization[]).map((norm) => [
      `${norm} norm, dropout, two blocks`,
      { ...light, maskGenerator: { ...light.maskGenerator, norm, dropout: 0.5, blocks: 2 } },
    ]),
  ),
  "no blocks": { ...light, maskGenerator: { ...light.maskGenerator, blocks: 0 } },
  compact: smallCompact,
  small: tinySmall,
};

for (const [name, settings] of Object.entries(variants)) {
  test(`${name}: the loss falls along the gradient at the gradient's rate`, { skip: name === "small" && long }, async () => {
    const { network, mask, logits } = build(settings);
    const { size } = settings;
    const loss = add(crossEntropy(logits, input("labels", [2, 3])), meanSquaredError(mask, input("target", mask.shape)));
    const shapes = { rgb: [2, 3, size, size], gray: [2, 1, size, size], target: [2, 1, size, size] };
    const feeds = {
      ...Object.fromEntries(Object.entries(shapes).map(([input, shape]) => [input, { data: filledInput(`x.${input}`, shape), shape }])),
      labels: { data: oneHot([0, 2], 3), shape: [2, 3] },
    };
    const state = filledState(network);
    const { gradients } = await runNetwork(network, state, feeds, {}, loss);
    const squares = Object.values(gradients).reduce((total, values) => values.reduce((sum, value) => sum + value * value, total), 0);
    const reach = 5e-4 / squares;
    const at = async (step: number): Promise<number> => {
      const moved = new Map([...state].map(([key, values]) => [key, values.map((value, index) => value + step * (gradients[key]?.[index] ?? 0))]));
      return (await runNetwork(network, moved, feeds, { loss })).values["loss"]?.[0] ?? Number.NaN;
    };
    const slope = ((await at(reach)) - (await at(-reach))) / (2 * reach);
    assert.ok(Math.abs(slope / squares - 1) < 1e-2, `slope ${slope}, gradient's square ${squares}`);

    if (settings.maskGenerator.norm !== "batch" || settings.maskGenerator.blocks === 0) return;
    // In training the same network runs with batch statistics and dropout, and moves its statistics.
    const training = build(settings, { training: true });
    const trainingLoss = add(
      crossEntropy(training.logits, input("labels", [2, 3])),
      meanSquaredError(training.mask, input("target", training.mask.shape)),
    );
    const { values } = await runTrainingStep(training.network, initialize(training.network, 1), feeds, {}, trainingLoss);
    assert.ok(Number.isFinite(values["loss"]?.[0]));
    assert.deepEqual([...training.network.parameters.keys()], [...network.parameters.keys()]);
  });
}

test("dropout keeps its number among a block's layers, as in the authors' code", () => {
  const { network } = build({ ...smallPaper, maskGenerator: { ...smallPaper.maskGenerator, dropout: 0.5 } });
  assert.ok(network.parameters.has("fmg.feature_extractor.9.conv_block.4.weight"));
  assert.ok(!network.parameters.has("fmg.feature_extractor.9.conv_block.3.weight"));
});

test("weights start as the authors' options say", () => {
  const deviation = (values: Float32Array): number => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
  };
  const name = "fmg.feature_extractor.9.conv_block.0.weight"; // 16×16×3×3
  const start = (scheme: FmpnSettings["initialization"]["scheme"], parameter: string): Float32Array => {
    const { network } = build({ ...smallPaper, initialization: { scheme, gain: 0.02 } });
    const { tensor, initializer } = network.parameters.get(parameter) ?? assert.fail(parameter);
    return initializer(tensor.shape, createRandom(1, parameter));
  };
  const expected = { normal: 0.02, xavier: 0.02 * Math.sqrt(2 / 288), kaiming: Math.sqrt(2 / 144), orthogonal: 0.02 / 12 };
  for (const [scheme, wanted] of Object.entries(expected)) {
    const from = (parameter: string): Float32Array => start(scheme as FmpnSettings["initialization"]["scheme"], parameter);
    const found = deviation(from(name));
    assert.ok(Math.abs(found / wanted - 1) < 0.1, `${scheme}: deviation ${found}, wanted ${wanted}`);
    assert.ok(Math.abs(deviation(from("cls.bn1.weight")) / 0.02 - 1) < 0.4, `${scheme}: scales of batch norm`);
    assert.deepEqual([...from("cls.fc.bias")], [0, 0, 0]);
    assert.deepEqual([...from("fmg.feature_extractor.9.conv_block.2.weight")], [0.25]);
  }
});

test("compact's prior changes nothing at first: a trained classifier sees the faces that it knows", async () => {
  const [batch, { size }] = [1, smallCompact];
  const feeds = Object.fromEntries([["rgb", 3], ["gray", 1]].map(([name, channels]) => {
    const shape = [batch, Number(channels), size, size];
    return [String(name), { data: filledInput(`x.${name}`, shape), shape }];
  }));
  const whole = build(smallCompact, { batch });
  const alone = build({ ...smallCompact, mask: { onPixels: false, onFeatures: false } }, { batch });
  const logits = async ({ network, logits: answer }: typeof whole, state = initialize(whole.network, 1)) =>
    (await runNetwork(network, state, feeds, { answer })).values["answer"];
  assert.deepEqual(await logits(whole), await logits(alone));
  const moved = new Map(initialize(whole.network, 1)).set("cls.attention.strength", new Float32Array(64).fill(0.5));
  assert.notDeepEqual(await logits(whole, moved), await logits(alone));
});
