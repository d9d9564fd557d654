import assert from "node:assert/strict";
import { test } from "node:test";
import { createPicture, encodePng, type Picture, resize } from "fmpn/pictures";
import { readManifest } from "#src/datasets/manifest.js";
import { drawDataSheet } from "#src/inspection/data-sheet.js";
import { inspectDataSet } from "#src/inspection/inspect-data-set.js";
import { nearPairs, perceptualHash } from "#src/crops/perceptual-hash.js";
import { synthesizeFace } from "#src/synth/synthesize-face.js";
import { fabricateFolder } from "../datasets/fabricated-folder.js";

function brightened(picture: Picture): Picture {
  return createPicture(picture.width, picture.height, picture.channels, picture.data.map((value) => value * 0.9 + 8));
}

test("copies that were resized and brightened look alike, other faces do not", () => {
  const faces = [0, 7, 14, 21].map((index) => synthesizeFace(3, index, { size: 96 }).image);
  const [first] = faces;
  assert(first);
  const copy = brightened(resize(first, 72, 72));
  const pairs = nearPairs([...faces, copy].map(perceptualHash), 20);
  assert.deepEqual(pairs.map(([a, b]) => [a, b]), [[0, 4]]);
});

test("counts classes, splits and subjects; finds duplicates, leaks and unreadable files", async (t) => {
  const [a, b, c] = [0, 7, 14].map((index) => synthesizeFace(3, index, { size: 64 }).image);
  assert(a && b && c);
  const png = await encodePng(a);
  const root = await fabricateFolder(t, {
    "a.png": png,
    "same.png": png,
    "near.png": await encodePng(brightened(a)),
    "b.png": await encodePng(b),
    "c.png": await encodePng(c),
    "broken.png": "GIF89a",
    "labels.csv":
      "file,label,subject,split\na.png,fear,S1,train\nsame.png,anger,S1,test\nnear.png,fear,S2,test\n" +
      "b.png,fear,S3,train\nc.png,anger,S3,train\nbroken.png,anger,S4,test\n",
  });
  const dataSet = await readManifest(root);
  const found = await inspectDataSet(dataSet, { workers: 0 });
  assert.deepEqual(found.splits, [
    { split: "train", pictures: 3, subjects: 2 },
    { split: "test", pictures: 3, subjects: 3 },
  ]);
  assert.deepEqual(found.counts.find(({ split, label }) => split === "train" && label === "fear"), {
    split: "train",
    label: "fear",
    pictures: 2,
    subjects: 2,
  });
  assert.deepEqual(found.exact.map(({ files, splits, labels }) => ({ files, splits, labels })), [
    { files: ["a.png", "same.png"], splits: ["train", "test"], labels: ["fear", "anger"] },
  ]);
  assert.deepEqual(found.near.map(({ files }) => files), [["a.png", "near.png"], ["same.png", "near.png"]]);
  assert.deepEqual(found.sharedSubjects, [{ subject: "S1", splits: ["train", "test"] }]);
  assert.deepEqual(found.unreadable.map(({ file }) => file), ["broken.png"]);
  assert.deepEqual(found.sides, { least: 64, most: 64 });
  const sheet = await drawDataSheet(dataSet, 4);
  assert(sheet.height > 2 * 96 && sheet.width > 4 * 96);
});
