import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { DataSetError } from "#src/datasets/data-set-error.js";
import { formatManifest, readManifest } from "#src/datasets/manifest.js";
import { selectWhere } from "#src/datasets/where.js";
import { fabricateFolder } from "./fabricated-folder.js";

const PICTURES = { "images/a.png": "", "images/b.png": "", "images/c.png": "" };

test("reads named and further columns, normalises labels, and filters on any column", async (t) => {
  const root = await fabricateFolder(t, {
    ...PICTURES,
    "labels.csv":
      "\uFEFFfile,label,subject,neutral,split,fold,box,votes\r\n" +
      'images/a.png,Happy,S1,images/b.png,train,3,"1 2 30 40","1,2"\r\n' +
      "images/b.png,NEUTRAL,S1,,train,3,,\r\n" +
      "images\\c.png,surprised,S2,,test,0,,5\r\n",
  });
  const dataSet = await readManifest(root);
  assert.deepEqual(
    dataSet.samples.map(({ file, label }) => [file, label]),
    [
      ["images/a.png", "happiness"],
      ["images/b.png", "neutral"],
      ["images/c.png", "surprise"],
    ],
  );
  assert.deepEqual(dataSet.samples[0]?.box, { x: 1, y: 2, width: 30, height: 40 });
  assert.equal(dataSet.samples[0]?.fold, 3);
  assert.equal(dataSet.samples[0]?.columns["votes"], "1,2");
  const filesWhere = (...conditions: string[]): string[] =>
    selectWhere(dataSet, conditions).samples.map(({ file }) => path.posix.basename(file));
  assert.deepEqual(filesWhere("split=train", "label!=neutral"), ["a.png"]);
  assert.deepEqual(filesWhere("votes=5|1,2"), ["a.png", "c.png"]);
  assert.deepEqual(filesWhere("fold=0"), ["c.png"]);
  assert.throws(() => selectWhere(dataSet, ["colour=red"]), /no column "colour"; it has file, label/);
  assert.throws(() => selectWhere(dataSet, ["split"]), /write column=value/);

  await writeFile(path.join(root, "labels.csv"), formatManifest(dataSet.samples));
  assert.deepEqual((await readManifest(root)).samples, dataSet.samples);
});

test("reports every mistake at once, each with its line and field", async (t) => {
  const root = await fabricateFolder(t, {
    ...PICTURES,
    "labels.csv": [
      "file,label,subject,neutral,fold,box",
      "images/a.png,joyous,S1,,,",
      "images/missing.png,anger,S1,,,",
      "../secret.png,anger,S1,,,",
      "/etc/passwd,anger,S1,,,",
      "images/b.png,anger,S2,images/c.png,,",
      "images/c.png,neutral,S1,,,1 2 3",
      "images/c.png,neutral,S1,images/nowhere.png,-1,",
      "images/b.png,anger",
    ].join("\n"),
  });
  await assert.rejects(readManifest(root), (error) => {
    assert(error instanceof DataSetError);
    assert.deepEqual(
      error.problems.map(({ line, field }) => `${line} ${field}`),
      ["2 label", "3 file", "4 file", "5 file", "6 neutral", "7 box", "8 fold", "8 file", "9 undefined"],
    );
    assert.match(error.message, /labels\.csv:2: label: "joyous" is not known; use one of neutral, anger/);
    assert.match(error.message, /labels\.csv:4: file: "\.\.\/secret\.png" leads out of the data set's folder/);
    assert.match(error.message, /labels\.csv:6: neutral: images\/c\.png shows S1, but this row is of S2/);
    assert.match(error.message, /labels\.csv:8: file: images\/c\.png is listed before, on line 7/);
    return true;
  });
});

test("a neutral face that has no row is a mistake", async (t) => {
  const root = await fabricateFolder(t, { ...PICTURES, "labels.csv": "file,label,neutral\nimages/a.png,fear,images/b.png\n" });
  await assert.rejects(readManifest(root), /labels\.csv:2: neutral: images\/b\.png has no row of its own/);
});

test("a folder without a manifest, and a header without the needed columns, are told apart", async (t) => {
  const empty = await fabricateFolder(t, { "readme.txt": "" });
  await assert.rejects(readManifest(empty), /labels\.csv: ENOENT/);
  const wrong = await fabricateFolder(t, { "labels.csv": "path,emotion\na,b\n" });
  await assert.rejects(readManifest(wrong), /labels\.csv:1: file: the header row lacks this column; it has path, emotion/);
});
