import assert from "node:assert/strict";
import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { openDataSet } from "#src/datasets/open-data-set.js";
import { selectWhere } from "#src/datasets/where.js";
import { fabricateFolder } from "./fabricated-folder.js";

const files = async (root: string): Promise<string[]> => (await openDataSet(root)).samples.map(({ file, label }) => `${file} ${label}`);

test("pictures in folders within a class, and of every ending, are taken; what is left out is counted with the reason", async (t) => {
  const root = await fabricateFolder(t, {
    "happy/1.jpg": "", "happy/person1/2.JFIF": "", "happy/person1/deep/3.jpe": "", "happy/IMG_1.HEIC": "", "happy/.hidden.jpg": "",
    "happy/notes.txt": "", "happy/README": "", "neutral/1.pgm": "", "loose.png": "", "glee/a/1.png": "", "glee/2.png": "",
  });
  assert.deepEqual(await files(root), ["happy/1.jpg happiness", "happy/IMG_1.HEIC happiness", "happy/person1/2.JFIF happiness", "happy/person1/deep/3.jpe happiness", "neutral/1.pgm neutral"]);
  assert.deepEqual((await openDataSet(root)).skipped, [
    { reason: "beside the class folders", count: 1 },
    { reason: "in glee, which is no expression's name", count: 2 },
    { reason: "in happy, no picture by its name (.txt, without an ending)", count: 2 },
  ]);
});

test("links are followed: to classes, to splits, and not round in a circle", { skip: process.platform === "win32" && "links" }, async (t) => {
  const root = await fabricateFolder(t, { "real/neutral/1.jpg": "", "real/sad/1.jpg": "", "linked/happy/1.jpg": "" });
  await symlink("../real/neutral", path.join(root, "linked/neutral"));
  await symlink("..", path.join(root, "linked/happy/round"));
  await symlink("nothing", path.join(root, "linked/happy/lost.jpg"));
  await mkdir(path.join(root, "all"));
  await symlink("../real", path.join(root, "all/train"));
  assert.deepEqual(await files(path.join(root, "all")), ["train/neutral/1.jpg neutral", "train/sad/1.jpg sadness"]);
  const linked = await openDataSet(path.join(root, "linked"));
  assert.deepEqual(linked.samples.map(({ file }) => file), ["happy/1.jpg", "neutral/1.jpg"]);
  assert.deepEqual(linked.skipped, [{ reason: "happy/lost.jpg: it is a link that leads nowhere: no such file or directory", count: 1 }]);
});

test("a selection is understood in every spelling; an empty one is an error that lists what there is", async (t) => {
  const set = await openDataSet(await fabricateFolder(t, { "train/happy/1.jpg": "", "test/sad/1.jpg": "", "test/neutral/1.jpg": "" }));
  for (const word of ["label=happy", "label=Happiness", "label=JOY|sad", "label!=calm"]) assert.ok(selectWhere(set, [word]).samples.length > 0, word);
  assert.throws(() => selectWhere(set, ["label=glee"]), /label=glee leaves no sample; label is happiness, neutral, sadness$/);
  assert.throws(() => selectWhere(set, ["split=test", "label=happy"]), /label=happy leaves no sample; label is neutral, sadness where the conditions before it hold/);
  assert.throws(() => selectWhere(set, ["split=Train"]), /split is test, train/);
});
