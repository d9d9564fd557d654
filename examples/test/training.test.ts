import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Recognizer } from "fmpn";
import { trainOnOwnFaces } from "../training/own-faces.ts";

const demo = fileURLToPath(new URL("../../demo/images/", import.meta.url));

test("folders of faces become a model that tells their classes apart", { timeout: 240_000 }, async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-own-"));
  t.after(async () => await rm(folder, { recursive: true }));
  for (const label of ["happy", "neutral"]) await mkdir(path.join(folder, label));
  for (const name of (await readdir(demo)).filter((name) => /^L0[13].*_(smile|neutral)/.test(name))) {
    await copyFile(path.join(demo, name), path.join(folder, name.includes("smile") ? "happy" : "neutral", name));
  }
  const said: string[] = [];
  const { run, model } = await trainOnOwnFaces(folder, ["batch=4", "maskStage.epochs=1", "jointStage.epochs=1"], (line) => said.push(line));
  t.after(async () => await rm(path.dirname(run), { recursive: true }));
  assert.match(said[0] ?? "", /^8 pictures of happiness, neutral$/);
  const recognizer = await Recognizer.load({ model });
  assert.deepEqual(recognizer.model.classes.toSorted(), ["happiness", "neutral"]);
  // Not among those that it was trained on.
  const [smile] = await recognizer.recognize(path.join(demo, "L091_smile.jpg"));
  assert.equal(smile?.expression, "happiness");
  await recognizer.close();
});
