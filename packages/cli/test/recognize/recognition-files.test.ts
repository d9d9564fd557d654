import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { createPicture } from "fmpn/pictures";
import { PAGE_PICTURES, recognitionFiles } from "#src/recognize/recognition-files.js";

test("a page holds the last pictures and says how many came before", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-page-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const page = path.join(folder, "page.html");
  const files = recognitionFiles({ page, margin: 0, model: "none", provider: "cpu", onUnwritten: assert.fail });
  const add = async (number: number): Promise<void> => await files.add({ file: `${number}.jpg`, faces: [], provider: "cpu", error: "is none" });
  const written = async (): Promise<string> => {
    await files.writePages();
    return await readFile(page, "utf8");
  };
  for (let number = 1; number <= PAGE_PICTURES; number++) await add(number);
  assert.doesNotMatch(await written(), /left out/);
  for (let number = PAGE_PICTURES + 1; number <= PAGE_PICTURES + 3; number++) await add(number);
  // Written anew while watched: the same picture, now the newest.
  await add(1);
  const text = await written();
  assert.match(text, /This page holds the last pictures; 3 earlier ones are left out\./);
  assert.equal(text.match(/<li><strong>/g)?.length, PAGE_PICTURES);
  assert.match(text, /<strong>1\.jpg/);
  assert.doesNotMatch(text, /<strong>[234]\.jpg/);
});

test("a file that cannot be written costs that file alone", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-page-"));
  t.after(async () => await rm(folder, { recursive: true }));
  await mkdir(path.join(folder, "b-annotated.png", "in-the-way"), { recursive: true });
  const unwritten: string[] = [];
  const files = recognitionFiles({ out: folder, page: path.join(folder, "b-annotated.png"), margin: 0, model: "none", provider: "cpu", onUnwritten: (file, reason) => unwritten.push(`${path.basename(file)}: ${reason}`) });
  const picture = createPicture(8, 8, 3, new Uint8ClampedArray(192));
  for (const file of ["a.jpg", "b.jpg", "c.jpg"]) await files.add({ file, faces: [], provider: "cpu", picture });
  assert.deepEqual(await files.writePages(), [path.join(folder, "index.html")]);
  assert.deepEqual((await readdir(folder)).toSorted(), ["a-annotated.png", "b-annotated.png", "c-annotated.png", "index.html"]);
  assert.equal(unwritten.length, 2);
  assert.match(unwritten[0] ?? "", /^b-annotated\.png: (illegal operation on a directory|directory not empty|operation not permitted)/);
});
