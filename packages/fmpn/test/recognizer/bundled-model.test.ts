import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
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
