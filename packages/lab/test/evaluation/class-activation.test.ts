import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@fmpn/graph";
import { openSession } from "@fmpn/graph/inference";
import { FACE_INPUT } from "fmpn/networks";
import { createPicture, type Picture } from "fmpn/pictures";
import { ACTIVATIONS, withClassActivations } from "#src/evaluation/class-activation.js";
import { openModelClassifier } from "#src/evaluation/model-classifier.js";
import { colorModel, untrainedModel } from "./made-models.js";

const classes = ["anger", "happiness", "neutral"];
const size = 64;

/** Logits, and what places are said to add to them. */
async function asked(face: Float32Array): Promise<{ logits: Float32Array; activations: Float32Array }> {
  const session = await openSession(withClassActivations(untrainedModel(classes), "made.onnx", size) ?? assert.fail());
  const { logits, [ACTIVATIONS]: activations } = await session.run({ [FACE_INPUT]: { shape: [1, 3, size, size], data: face } });
  await session.close();
  return { logits: logits.data as Float32Array, activations: activations.data as Float32Array };
}

test("what places add is the logit, but for its bias, and differs by class", async () => {
  const random = createRandom(1, "face");
  const answers = [await asked(Float32Array.from({ length: 3 * size * size }, () => random.uniform())), await asked(new Float32Array(3 * size * size).fill(0.2))];
  // Resampled bilinearly from a grid that divides the side, the mean stays but for the repeated edge: biases are equal for both faces.
  const rests = answers.map(({ logits, activations }) =>
    classes.map((_, k) => logits[k] - activations.subarray(k * size * size, (k + 1) * size * size).reduce((sum, value) => sum + value, 0) / size ** 2),
  );
  for (const k of classes.keys()) {
    const spread = Math.abs(answers[0].logits[k] - answers[1].logits[k]);
    assert.ok(Math.abs(rests[0][k] - rests[1][k]) < 0.1 * spread + 1e-4, `${rests[0][k]} and ${rests[1][k]}, logits ${spread} apart`);
  }
});

test("the bundled model tells them with its answers, which stay as they are", async () => {
  const random = createRandom(2, "face");
  const [told, plain] = [await openModelClassifier(undefined, { activations: true, threads: 1 }), await openModelClassifier(undefined, { threads: 1 })];
  const crop: Picture = createPicture(told.size, told.size, 3, Uint8ClampedArray.from({ length: 3 * told.size ** 2 }, () => 255 * random.uniform()));
  const [answer, before] = [await told.classify(crop), await plain.classify(crop)];
  assert.equal(answer.activations?.length, told.classes.length * told.size ** 2);
  assert.equal(before.activations, undefined);
  assert.ok(answer.probabilities.every((value, k) => Math.abs(value - before.probabilities[k]) < 1e-5));
  await Promise.all([told.close(), plain.close()]);
});

test("a network that ends otherwise has none", async () => {
  assert.equal(withClassActivations(colorModel([1, 2, 3]), "color.onnx", 16), undefined);
});
