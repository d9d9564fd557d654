import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pictureInputs } from "#src/inputs/picture-inputs.js";

let folder = "";
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-inputs-"));
  await mkdir(path.join(folder, "seen"));
  for (const name of ["z.JPG", "z-annotated.png", "z.png", "notes.txt", "seen/z-annotated.png"]) await writeFile(path.join(folder, name), "");
});
after(async () => await rm(folder, { recursive: true }));

test("what the command wrote is no question of its next call", async () => {
  const names = async (word: string, own: { folder: string; ending?: string }): Promise<string[]> =>
    (await pictureInputs([word], own)).inputs.map(({ name }) => path.relative(folder, name).replaceAll(path.sep, "/"));
  const seen = path.join(folder, "seen");
  assert.deepEqual(await names(folder, { folder: seen }), ["z-annotated.png", "z.JPG", "z.png"]);
  assert.deepEqual(await names(seen, { folder: seen }), ["seen/z-annotated.png"], "asked for by its name");
  const own = { folder, ending: "-annotated.png" };
  assert.deepEqual(await names(`${folder}/*.png`, own), ["z.png"], "not even of the same folder");
  assert.ok((await names(folder, own)).includes("seen/z-annotated.png"), "another folder's may be");
  assert.deepEqual(await names(path.join(folder, "z-annotated.png"), own), ["z-annotated.png"], "nor where it's named");
});

test("what is not there is named when it is read; files that are no pictures are told", async () => {
  const { inputs, leftOut } = await pictureInputs([path.join(folder, "none.jpg"), folder]);
  assert.equal(inputs.length, 5);
  await assert.rejects(inputs[0]?.read() ?? Promise.resolve(), /none\.jpg: no such file or directory/);
  assert.deepEqual(leftOut, [`${folder}: 1 file is no picture by its name (.txt)`]);
  await mkdir(path.join(folder, "texts"));
  await writeFile(path.join(folder, "texts", "a.txt"), "");
  await assert.rejects(pictureInputs([path.join(folder, "texts")]), /there is no picture in this folder \(1 other files: \.txt\)/);
});
