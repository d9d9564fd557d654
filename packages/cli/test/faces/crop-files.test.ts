import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { createPicture, decodeImage, type Picture } from "fmpn/pictures";
import { cropFiles } from "#src/faces/crop-files.js";

const crop = (side: number): Picture => createPicture(side, side, 3, new Uint8ClampedArray(side * side * 3).fill(90));

test("crops are there as soon as they're cut, take no input's place, and the sheet shows small ones of the first", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-crops-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const inputs = ["a.png", "A-face.png", "b.jpg"].map((name) => path.join(folder, name));
  for (const input of inputs) await writeFile(input, "original");
  const files = await cropFiles(`${folder}/../${path.basename(folder)}`, inputs, assert.fail, { sheetFaces: 2 });
  await files.add(inputs[0] ?? "", [crop(200)]);
  assert.deepEqual((await readdir(folder)).toSorted(), ["A-face.png", "a-2-face.png", "a.png", "b.jpg"]);
  await files.add(inputs[2] ?? "", [crop(200), crop(200)]);
  const said = await files.writeSheet();
  assert.match(said, /^3 crops written to .*; the first 2, without 1 more, at a glance: /);
  assert.deepEqual((await readdir(folder)).filter((name) => name.startsWith("b")).toSorted(), ["b-face-1.png", "b-face-2.png", "b.jpg"]);
  const sheet = await decodeImage(path.join(folder, "sheet.png"));
  assert.ok(sheet.height < 200, `${sheet.width} × ${sheet.height}`);
});
