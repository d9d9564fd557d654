import assert from "node:assert/strict";
import { test } from "node:test";
import { presets } from "fmpn";
import { recipes } from "#src/training/recipe.js";
import { syntheticTrainingFaces } from "#src/training/synthetic-training-faces.js";
import { train, type TrainingProgress } from "#src/training/train.js";

const recipe = {
  ...recipes.synthetic,
  batch: 14,
  maskStage: { ...recipes.synthetic.maskStage, epochs: 3 },
  jointStage: { ...recipes.synthetic.jointStage, epochs: 10 },
};

test("both stages learn from synthetic faces", async (context) => {
  const faces = syntheticTrainingFaces(1, 0, 28, presets.compact.size, recipe.classes);
  const steps: TrainingProgress[] = [];
  const state = await train(faces, recipe, { threads: 2, onProgress: (progress) => steps.push(progress) });
  const losses = (stage: string): number[] => steps.filter((progress) => progress.stage === stage).map(({ loss }) => loss);
  const [mask, joint] = [losses("mask"), losses("joint")];
  assert.equal(mask.length, 6);
  assert.equal(joint.length, 20);
  const end = joint.slice(-4).reduce((total, loss) => total + loss / 4, 0);
  context.diagnostic(`mask loss ${mask[0]?.toFixed(3)} → ${mask.at(-1)?.toFixed(3)}, joint loss ${joint[0]?.toFixed(3)} → ${end.toFixed(3)}`);
  assert.ok(end < 0.85 * (joint[0] ?? 0), `the joint loss falls: ${joint.join(", ")}`);
  assert.ok([...state.keys()].every((name) => /^(fmg|pfn|cls)\./.test(name)), "weights and buffers only");
});

test("a set smaller than a batch is refused", async () => {
  const faces = syntheticTrainingFaces(1, 0, 7, presets.compact.size, recipe.classes);
  await assert.rejects(train(faces, recipe), /7 faces do not fill one batch of 14/);
});
