import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createRandom } from "@fmpn/graph";
import { createPicture } from "#src/images/picture.js";
import { openCropClassifier } from "#src/recognizer/crop-classifier.js";
import { loadModel } from "#src/recognizer/load-model.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { demoFolder, demoPicture } from "../demo-folder.js";

const file = fileURLToPath(new URL("../../models/expressions/compact.onnx", import.meta.url));
const skip = existsSync(file) ? false : "models/expressions/compact.onnx is not there yet";
const portraits = readdirSync(demoFolder).filter((name) => /^L\d+_/.test(name)).sort();

let recognizer: Recognizer;
before(async () => {
  if (skip === false) recognizer = await Recognizer.load();
});
after(async () => await recognizer?.close());

test("the bundled model knows the expressions of AffectNet and has a card", { skip }, () => {
  const { classes, card } = recognizer.model;
  for (const name of ["neutral", "happiness", "sadness", "surprise", "fear", "disgust", "anger"]) assert.ok(classes.includes(name), name);
  assert.ok(card.length > 200);
});

test("the demo's smiles are happiness, and its neutral faces are not", { skip }, async () => {
  for (const name of portraits) {
    const [face] = await recognizer.recognize(demoPicture(name));
    assert.equal(face?.expression === "happiness", name.endsWith("_smile.jpg"), `${name}: ${JSON.stringify(face?.probabilities)}`);
  }
});

test("the mask of a smile moves, and differs from that of a neutral face", { skip }, async () => {
  const [[smile], [neutral]] = [await recognizer.recognize(demoPicture("L030_smile.jpg")), await recognizer.recognize(demoPicture("L030_neutral.jpg"))];
  assert.ok(smile && neutral);
  const range = Math.max(...smile.mask) - Math.min(...smile.mask);
  assert.ok(range > 0.1, `the mask spans ${range}`);
  assert.ok(smile.mask.some((value, place) => Math.abs(value - (neutral.mask[place] ?? 0)) > 0.02));
});

test("the mask is a picture of motion: bright on smiles, dark on neutral faces, and darker on what is no face", { skip }, async () => {
  const brightnessOf = async (name: string): Promise<number> => mean((await recognizer.recognize(demoPicture(name)))[0]?.mask ?? assert.fail(name));
  const values = await Promise.all(portraits.map(async (name) => ({ smiles: name.endsWith("_smile.jpg"), brightness: await brightnessOf(name) })));
  const over = (smiles: boolean): number => mean(values.filter((value) => value.smiles === smiles).map(({ brightness }) => brightness));
  assert.ok(over(true) > 2 * over(false), `${over(true)} on smiles, ${over(false)} on neutral faces`);

  const classifier = await openCropClassifier(await loadModel(undefined), {});
  const { size } = classifier.model;
  const random = createRandom(1, "no face");
  for (const value of [() => 128, () => 255 * random.uniform()]) {
    const { mask } = await classifier.classify(createPicture(size, size, 3, Uint8ClampedArray.from({ length: 3 * size ** 2 }, value)));
    assert.ok(mean(mask) < 0.05, `${mean(mask)}`);
  }
  await classifier.close();
});

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
