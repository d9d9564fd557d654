import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { columnValue, type DataSet } from "#src/datasets/data-set.js";
import { readNpyScalar } from "#src/datasets/layouts/npy.js";
import { formatManifest, readManifest } from "#src/datasets/manifest.js";
import { openDataSet, recognizeLayout } from "#src/datasets/open-data-set.js";
import { fabricateFolder } from "./fabricated-folder.js";

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Fabricates a folder, checks that it's recognised, reads it, and checks that its manifest says the same. */
async function readLayout(t: TestContext, layout: string, files: Files): Promise<DataSet> {
  const root = await fabricateFolder(t, files);
  assert.equal((await recognizeLayout(root))?.name, layout);
  const dataSet = await openDataSet(root);
  for (const { file, pixels } of dataSet.samples) {
    if (!pixels) continue;
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), pixels.data);
  }
  await writeFile(path.join(root, "labels.csv"), formatManifest(dataSet.samples));
  const again = await readManifest(root);
  const comparable = ({ samples }: DataSet): string => formatManifest(samples);
  assert.equal(comparable(again), comparable(dataSet));
  return dataSet;
}

/** `file:label:column…` of every sample, sorted by file. */
function listed({ samples }: DataSet, ...columns: string[]): string[] {
  return samples
    .map((sample) => [sample.file, sample.label, ...columns.map((column) => columnValue(sample, column))].join(":"))
    .sort();
}

function empty(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, ""]));
}

/** A NumPy file of one Unicode text, as AffectNet's annotations are. */
function npyText(text: string): Uint8Array {
  const header = `{'descr': '<U${text.length}', 'fortran_order': False, 'shape': (), }`.padEnd(117, " ") + "\n";
  const bytes = new Uint8Array(10 + header.length + 4 * text.length);
  bytes.set([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(Buffer.from(header, "latin1"), 10);
  [...text].forEach((letter, i) => new DataView(bytes.buffer).setUint32(10 + header.length + 4 * i, letter.charCodeAt(0), true));
  return bytes;
}

test("CK+: the first frame is neutral, the last three show the sequence's expression", async (t) => {
  const frames = [1, 2, 3, 4, 5].map((n) => `cohn-kanade-images/S005/001/S005_001_0000000${n}.png`);
  const dataSet = await readLayout(t, "ck+", {
    ...empty(...frames, "cohn-kanade-images/S006/001/S006_001_00000001.png", "Emotion/S006/001/.keep"),
    "Emotion/S005/001/S005_001_00000005_emotion.txt": "   3.0000000e+00\n",
  });
  assert.deepEqual(listed(dataSet, "subject", "sequence", "neutral"), [
    `${frames[0]}:neutral:S005:S005_001:`,
    ...frames.slice(2).map((frame) => `${frame}:disgust:S005:S005_001:${frames[0]}`),
  ]);
  assert.deepEqual(dataSet.skipped, [{ reason: "sequence without an emotion code", count: 1 }]);
});

for (const code of ["9", ""]) test(`CK+: the code "${code}" is reported with its file`, async (t) => {
  const root = await fabricateFolder(t, {
    ...empty("cohn-kanade-images/S005/001/S005_001_00000001.png"),
    "Emotion/S005/001/S005_001_00000001_emotion.txt": code,
  });
  await assert.rejects(openDataSet(root), /Emotion\/S005\/001\/S005_001_00000001_emotion\.txt: holds no code from 0 to 7/);
});

test("MMI: three frames around the middle of a session", async (t) => {
  const frames = ["001", "002", "003", "004", "005", "006"].map((n) => `Sessions/7/S001-100_${n}.png`);
  const dataSet = await readLayout(t, "mmi", {
    ...empty(...frames, "Sessions/8/S002-101.avi"),
    "Sessions/7/session.xml": '<Session><Metatag Name="Emotion" Value="4"/></Session>',
    "Sessions/8/session.xml": '<Session><Metatag Name="Emotion" Value="1"/></Session>',
    "Sessions/9/session.xml": "<Session/>",
  });
  assert.deepEqual(listed(dataSet, "subject"), [
    "Sessions/7/S001-100_001.png:neutral:S001",
    ...frames.slice(2, 5).map((frame) => `${frame}:happiness:S001`),
  ]);
  assert.equal(dataSet.skipped.length, 2);
});

test("AffectNet, first release: lists with and without a header, boxes, classes that are left out", async (t) => {
  const row = (name: string, code: number): string => `1/${name}.jpg,10,20,100,110,3;4,${code},-0.5,0.25\n`;
  const header = "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal\n";
  const files = {
    ...empty("Manually_Annotated_Images/1/ab.jpg", "Manually_Annotated_Images/1/cd.jpg"),
    "training.csv": header + row("ab", 1) + row("ef", 10),
    "validation.csv": row("cd", 7),
  };
  const dataSet = await readLayout(t, "affectnet-csv", files);
  assert.deepEqual(listed(dataSet, "split", "box", "valence"), [
    "Manually_Annotated_Images/1/ab.jpg:happiness:train:10 20 100 110:-0.5",
    "Manually_Annotated_Images/1/cd.jpg:contempt:val:10 20 100 110:-0.5",
  ]);
  assert.deepEqual(dataSet.skipped, [{ reason: "labelled none, uncertain or no face", count: 1 }]);
  const broken = await fabricateFolder(t, { ...files, "training.csv": header + row("gone", 1) + row("ab", 12) });
  await assert.rejects(openDataSet(broken), (error: Error) => {
    assert.match(error.message, /training\.csv:2: subDirectory_filePath: Manually_Annotated_Images\/1\/gone\.jpg does not exist/);
    assert.match(error.message, /training\.csv:3: expression: "12" is no number from 0 to 10/);
    return true;
  });
});

test("AffectNet, second release: numbered pictures with .npy annotations", async (t) => {
  const dataSet = await readLayout(t, "affectnet-npy", {
    ...empty("train_set/images/0.jpg", "val_set/images/7.jpg", "val_set/images/8.jpg"),
    "train_set/annotations/0_exp.npy": npyText("6"),
    "val_set/annotations/7_exp.npy": npyText("0"),
    "val_set/annotations/8_exp.npy": npyText("10"),
  });
  assert.deepEqual(listed(dataSet, "split"), ["train_set/images/0.jpg:anger:train", "val_set/images/7.jpg:neutral:val"]);
  const damaged = await fabricateFolder(t, { ...empty("val_set/images/7.jpg"), "val_set/annotations/7_exp.npy": "text" });
  await assert.rejects(openDataSet(damaged), /val_set\/annotations\/7_exp\.npy: is no NumPy file/);
  assert.throws(() => readNpyScalar(npyText("3").subarray(0, 128)), /ends before its value/);
});

test("JAFFE: subject and expression from the file's name, neutral of the same woman", async (t) => {
  const dataSet = await readLayout(t, "jaffe", empty("KA.AN1.39.tiff", "KA.NE1.26.tiff", "KL.SU2.165.tiff"));
  assert.deepEqual(listed(dataSet, "subject", "neutral"), [
    "KA.AN1.39.tiff:anger:KA:KA.NE1.26.tiff",
    "KA.NE1.26.tiff:neutral:KA:",
    "KL.SU2.165.tiff:surprise:KL:",
  ]);
});

test("RAF-DB: aligned pictures before original ones, split by the name", async (t) => {
  const files = {
    ...empty("Image/aligned/train_00001_aligned.jpg", "Image/original/train_00001.jpg", "Image/original/test_0002.jpg"),
    "EmoLabel/list_patition_label.txt": "train_00001.jpg 5\r\ntest_0002.jpg 1\r\n",
  };
  assert.deepEqual(listed(await readLayout(t, "raf-db", files), "split"), [
    "Image/aligned/train_00001_aligned.jpg:sadness:train",
    "Image/original/test_0002.jpg:surprise:test",
  ]);
  const broken = await fabricateFolder(t, { ...files, "EmoLabel/list_patition_label.txt": "train_00001.jpg 8\ntest_9.jpg 1\n" });
  await assert.rejects(openDataSet(broken), /label\.txt:1: label: "8" is no number[^]*label\.txt:2: file: neither/);
});

test("FER2013: pixels out of the table, FER+ votes in place of its labels", async (t) => {
  const pixels = Array.from({ length: 48 * 48 }, (_, i) => i % 256).join(" ");
  const table = `emotion,pixels,Usage\n0,${pixels},Training\n3,${pixels},PublicTest\n6,${pixels},PrivateTest\n`;
  const plain = await readLayout(t, "fer2013", { "fer2013.csv": table });
  assert.deepEqual(listed(plain, "split"), [
    "images/fer0000000.png:anger:train",
    "images/fer0000001.png:happiness:valid",
    "images/fer0000002.png:neutral:test",
  ]);
  assert.equal(plain.samples[0]?.pixels?.data[300], 44);
  const voted = await readLayout(t, "fer2013", {
    "fer2013.csv": table,
    "fer2013new.csv":
      "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n" +
      "Training,fer0.png,1,0,0,0,2,0,0,7,0,0\nPublicTest,fer1.png,5,5,0,0,0,0,0,0,0,0\nPrivateTest,,0,0,0,0,0,0,0,0,0,10\n",
  });
  assert.deepEqual(listed(voted, "votes"), ["images/fer0000000.png:contempt:1 0 0 0 2 0 0 7 0 0"]);
  assert.deepEqual(voted.skipped.map(({ reason }) => reason), ["votes tie", "voted unknown or no face"]);
  const short = await fabricateFolder(t, { "fer2013.csv": "emotion,pixels,Usage\n0,1 2 3,Training\n" });
  await assert.rejects(openDataSet(short), /fer2013\.csv:2: pixels: holds 3 levels instead of 2304/);
  const odd = await fabricateFolder(t, { "fer2013.csv": `emotion,pixels,Usage\n0,${pixels.replace("77", "300")},Training\n,${pixels},Training\n` });
  await assert.rejects(openDataSet(odd), /fer2013\.csv:2: pixels: holds levels that are no whole numbers from 0 to 255[^]*fer2013\.csv:3: emotion: "" is no number from 0 to 6/);
  const kaggle = await readLayout(t, "fer2013", { "icml_face_data.csv": `emotion, Usage, pixels\n0,Training,${pixels}\n3,PublicTest,${pixels}\n` });
  assert.deepEqual(listed(kaggle, "split"), ["images/fer0000000.png:anger:train", "images/fer0000001.png:happiness:valid"]);
  const swapped = await fabricateFolder(t, { "fer2013.csv": `emotion,Usage,pixels\n0,${pixels},Training\n` });
  await assert.rejects(openDataSet(swapped), (error: Error) => /fer2013\.csv:2: Usage: "0 1 2 .*…" is none of Training/.test(error.message) && error.message.length < 400);
  const headless = await fabricateFolder(t, { "fer2013.csv": `0,${pixels},Training\n` });
  await assert.rejects(openDataSet(headless), (error: Error) => /fer2013\.csv:1: emotion: the header row lacks this column/.test(error.message) && error.message.length < 600);
  const open = await fabricateFolder(t, { "fer2013.csv": 'emotion,pixels,Usage\n0,"1 2,Training\n' });
  await assert.rejects(openDataSet(open), /fer2013\.csv, line 2: a quoted field is never closed/);
});

test("KDEF: subject, session and angle from the file's name, neutral of the same session and angle", async (t) => {
  const names = ["AF01/AF01ANS.JPG", "AF01/AF01NES.JPG", "AF01/AF01AFHL.JPG", "BF01/BF01SUS.JPG", "BF01/notes.jpg"];
  assert.deepEqual(listed(await readLayout(t, "kdef", empty(...names)), "subject", "sequence", "neutral", "angle"), [
    "AF01/AF01AFHL.JPG:fear:F01:AF01::HL",
    "AF01/AF01ANS.JPG:anger:F01:AF01:AF01/AF01NES.JPG:S",
    "AF01/AF01NES.JPG:neutral:F01:AF01::S",
    "BF01/BF01SUS.JPG:surprise:F01:BF01::S",
  ]);
});

test("Oulu-CASIA: sequences by camera, light, person and expression", async (t) => {
  const place = "B_OriginalImg/VL/Strong/P001/Happiness";
  const dataSet = await readLayout(t, "oulu-casia", empty(...[0, 1, 2, 3, 4].map((n) => `${place}/00${n}.jpeg`)));
  assert.deepEqual(listed(dataSet, "subject", "camera", "light"), [
    `${place}/000.jpeg:neutral:P001:VL:Strong`,
    ...[2, 3, 4].map((n) => `${place}/00${n}.jpeg:happiness:P001:VL:Strong`),
  ]);
});

test("class folders, with and without splits", async (t) => {
  const flat = await readLayout(t, "class-folders", empty("happy/a.jpg", "Sad/b.png", "misc/c.png", "happy/notes.txt"));
  assert.deepEqual(listed(flat), ["Sad/b.png:sadness", "happy/a.jpg:happiness"]);
  assert.equal(flat.skipped[0]?.count, 1);
  const split = await readLayout(t, "class-folders", empty("train/angry/a.jpg", "val/fearful/b.jpg"));
  assert.deepEqual(listed(split, "split"), ["train/angry/a.jpg:anger:train", "val/fearful/b.jpg:fear:val"]);
});

test("a folder of no known layout is told so, with the layouts there are", async (t) => {
  const root = await fabricateFolder(t, empty("pictures/a.jpg"));
  await assert.rejects(openDataSet(root), /has no layout that is known here; put a labels\.csv into it[^]*kdef: folders like/);
  await assert.rejects(openDataSet(path.join(root, "nowhere")), /is no folder/);
});
