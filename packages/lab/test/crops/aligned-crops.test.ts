import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { alignFace } from "fmpn/faces";
import { encodePng, toGray } from "fmpn/pictures";
import { alignedCrops } from "#src/crops/aligned-crops.js";
import { locateEyePositions } from "#src/crops/eye-positions.js";
import { inOrder } from "#src/threads/in-order.js";
import { dataSetHash } from "#src/datasets/data-set-hash.js";
import { readManifest } from "#src/datasets/manifest.js";
import { selectWhere } from "#src/datasets/where.js";
import { synthesizeFace } from "#src/synth/synthesize-face.js";
import { fabricateFolder } from "../datasets/fabricated-folder.js";

test("results come in the items' order with few under way", async () => {
  let underWay = 0;
  let most = 0;
  const work = async (item: number): Promise<number> => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, (item * 7) % 5));
    underWay--;
    if (item === 13) throw new Error("unlucky");
    return item;
  };
  const seen: number[] = [];
  await assert.rejects(async () => {
    for await (const item of inOrder(Array.from({ length: 30 }, (_, i) => i), 4, work)) seen.push(item);
  }, /unlucky/);
  assert.deepEqual(seen, Array.from({ length: 13 }, (_, i) => i));
  assert(most <= 4);
});

test("eyes are found, kept in a cache, replaced by the median where unseen; crops come out of worker threads", async (t) => {
  const faces = Array.from({ length: 10 }, (_, i) => synthesizeFace(5, i * 7, { size: 160 }));
  const files: Record<string, Uint8Array | string> = { "images/broken.png": "no picture" };
  for (const [i, face] of faces.entries()) files[`images/${i}.png`] = await encodePng(face.image);
  const names = [...faces.keys()].map((i) => `images/${i}.png`);
  const root = await fabricateFolder(t, {
    ...files,
    "labels.csv": `file,label\n${names.map((name) => `${name},neutral\n`).join("")}images/broken.png,fear\n`,
  });
  const cache = path.join(root, "cache");
  const dataSet = await readManifest(root);
  const progress: number[] = [];
  const positions = await locateEyePositions(dataSet, { cache, onProgress: ({ done }) => progress.push(done) });
  assert.equal(progress.at(-1), 11);
  assert.deepEqual(positions.unreadable.map(({ file }) => file), ["images/broken.png"]);
  assert.equal(positions.eyes[10], undefined);
  faces.forEach((face, i) => {
    const eyes = positions.eyes[i];
    assert(eyes);
    if (positions.unseen.includes(i)) assert.deepEqual(eyes, positions.median);
    else assert(Math.hypot(eyes.left.x * 160 - face.eyes.left.x, eyes.left.y * 160 - face.eyes.left.y) < 20);
  });

  const [stored] = await readdir(cache);
  assert.match(stored ?? "", new RegExp(`^eyes-${await dataSetHash(dataSet)}-v\\d+\\.json$`));
  const again: number[] = [];
  const cached = await locateEyePositions(dataSet, { cache, onProgress: ({ done }) => again.push(done) });
  assert.deepEqual(cached.eyes, positions.eyes);
  assert.equal(again.length, 1, "only the unreadable picture is tried again");
  const part = await locateEyePositions(selectWhere(dataSet, ["label=neutral"]), { cache, onProgress: () => assert.fail() });
  assert.deepEqual(part.eyes, positions.eyes.slice(0, 10));

  const crops = [];
  for await (const crop of alignedCrops(dataSet, positions, [3, 10, 0, 1, 2, 4, 5, 6, 7], { size: 32 })) crops.push(crop);
  assert.deepEqual(crops.map(({ index }) => index), [3, 10, 0, 1, 2, 4, 5, 6, 7]);
  assert.match(crops[1]?.error ?? "", /broken\.png/);
  const [first, eyes] = [faces[3], positions.eyes[3]];
  assert(first && eyes);
  const scaled = { left: { x: eyes.left.x * 160, y: eyes.left.y * 160 }, right: { x: eyes.right.x * 160, y: eyes.right.y * 160 } };
  assert.deepEqual(crops[0]?.picture?.data, alignFace(toGray(first.image), scaled, { size: 32 }).data);
});

test("a data set's hash changes with a file's name, presence and size, not with labels or order", async (t) => {
  const files = { "a.png": "1", "b.png": "22" };
  const root = await fabricateFolder(t, files);
  const hashOf = async (manifest: string): Promise<string> => {
    await writeFile(path.join(root, "labels.csv"), manifest);
    return await dataSetHash(await readManifest(root));
  };
  const hash = await hashOf("file,label\na.png,fear\nb.png,fear\n");
  assert.match(hash, /^[0-9a-f]{16}$/);
  assert.equal(await hashOf("file,label\nb.png,sad\na.png,happy\n"), hash);
  assert.notEqual(await hashOf("file,label\na.png,fear\n"), hash);
  await writeFile(path.join(root, "b.png"), "333");
  assert.notEqual(await hashOf("file,label\na.png,fear\nb.png,fear\n"), hash);
  await rm(path.join(root, "a.png"));
});
