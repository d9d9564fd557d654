import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { createPicture, encodePng } from "fmpn/pictures";
import { loadMaterial } from "#src/detection/detection-material.js";
import { type LabelledBox, readLabelledPictures, writeLabelledPictures } from "#src/detection/labelled-pictures.js";
import { labelPictures, pictureFilesIn } from "#src/detection/label-pictures.js";
import type { DetectionTeacher, TaughtFace } from "#src/detection/yunet-teacher.js";

const taught = (box: LabelledBox, score: number): TaughtFace => ({ box, score, points: Array.from({ length: 10 }, (_, k) => box[k % 2] + 5) });

/** Sees the same in every picture. */
const teacherOf = (...faces: TaughtFace[]): DetectionTeacher => ({ find: async (_, __, least) => faces.filter(({ score }) => score >= least), close: async () => {} });

async function withPictures(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-labels-"));
  try {
    for (const name of ["a.png", "b.png"]) await writeFile(path.join(folder, name), await encodePng(createPicture(300, 200, 3)));
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the owner's boxes stay and get the teacher's points; further finds are neither right nor wrong, or faces where some may be missing", async () => {
  await withPictures(async (folder) => {
    const known = { folder, pictures: { "a.png": { width: 300, height: 200, faces: [{ box: [10, 10, 40, 40] as const }] }, "b.png": { width: 300, height: 200, faces: [{ box: [10, 10, 70, 70] as const }], partial: true } } };
    const teacher = teacherOf(taught([12, 11, 40, 42], 0.9), taught([150, 50, 30, 30], 0.8), taught([200, 20, 10, 10], 0.5));
    const { pictures } = await labelPictures({ folder, files: ["a.png", "b.png"], known, source: "s" }, teacher);
    assert.deepEqual(pictures["a.png"]?.faces.map(({ box }) => box), [[10, 10, 40, 40]]);
    assert.equal(pictures["a.png"]?.faces[0]?.points?.length, 10);
    assert.deepEqual(pictures["a.png"]?.ignore, [[200, 20, 10, 10]], "owners pass over the smallest faces alone");
    assert.deepEqual(pictures["b.png"]?.faces.map(({ box }) => box), [[12, 11, 40, 42], [150, 50, 30, 30]]);
    assert.deepEqual(pictures["b.png"]?.ignore, [[10, 10, 70, 70], [200, 20, 10, 10]]);
  });
});

test("pictures without faces are said to be, and what the teacher sees nothing in is left out", async () => {
  await withPictures(async (folder) => {
    const files = await pictureFilesIn(folder);
    assert.deepEqual(files, ["a.png", "b.png"]);
    assert.deepEqual((await labelPictures({ folder, files, source: "s" }, teacherOf())).pictures, {});
    const { pictures } = await labelPictures({ folder, files, source: "s", empty: true }, teacherOf(taught([1, 1, 20, 20], 1)));
    assert.deepEqual(pictures["a.png"], { width: 300, height: 200, source: "s", faces: [], noface: true });
  });
});

test("labels are written and read alike, and a source can be held out", async () => {
  await withPictures(async (folder) => {
    const labels = { folder, pictures: { "a.png": { width: 300, height: 200, source: "one", faces: [{ box: [100, 20, 50, 60] as const }] }, "b.png": { width: 300, height: 200, source: "other", faces: [], noface: true } } };
    const file = path.join(folder, "labels.json");
    await writeLabelledPictures(file, labels);
    assert.deepEqual(await readLabelledPictures(file), labels);
    assert.deepEqual((await loadMaterial([labels])).pictures.map(({ role }) => role), ["photograph", "empty"]);
    assert.deepEqual((await loadMaterial([labels], { without: ["one"] })).pictures.map(({ role }) => role), ["empty"]);
    await writeFile(file, JSON.stringify({ "a.png": { width: 300, height: 200, faces: [{ box: [1, 2, 3] }] } }));
    await assert.rejects(readLabelledPictures(file), /labels\.json: face 1 of a\.png has no box \[x, y, width, height\]/);
    await assert.rejects(loadMaterial([{ folder, pictures: { "a.png": { width: 30, height: 20, faces: [] } } }]), /has 300 × 200 pixels, its labels are for 30 × 20; label it again/);
  });
});
