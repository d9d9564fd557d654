import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { listPictures } from "#src/inputs/picture-files.js";
import { pictureInputs } from "#src/inputs/picture-inputs.js";

let folder = "";
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-pictures-"));
  for (const name of ["b/c", ".hidden", "named.jpg", "seen"]) await mkdir(path.join(folder, name), { recursive: true });
  for (const name of ["z.JPG", "b/x.png", "b/c/y.webp", "b/note.txt", ".hidden/h.jpg", ".own.jpg", "named.jpg/n.png", "seen/z-annotated.png"]) await writeFile(path.join(folder, name), "");
});
after(async () => await rm(folder, { recursive: true }));

const within = (files: readonly string[]): string[] => files.map((file) => path.relative(folder, file).replaceAll(path.sep, "/"));

test("a folder's pictures are its files of such names; hidden ones and a folder's name are none", async () => {
  assert.deepEqual(within(await listPictures(folder)), ["b/c/y.webp", "b/x.png", "named.jpg/n.png", "seen/z-annotated.png", "z.JPG"]);
});

test("links to files and folders are followed, but not round in a circle", { skip: process.platform === "win32" }, async () => {
  const other = path.join(folder, "b", "c");
  await symlink(path.join(folder, "z.JPG"), path.join(other, "link.jpg"));
  await symlink(path.join(folder, "b"), path.join(other, "around"));
  await symlink(path.join(folder, "nothing.jpg"), path.join(other, "dangling.jpg"));
  assert.deepEqual(within(await listPictures(other)), ["b/c/around/x.png", "b/c/link.jpg", "b/c/y.webp"]);
  for (const name of ["link.jpg", "around", "dangling.jpg"]) await rm(path.join(other, name));
});

test("what the command wrote is no question of its next call", async () => {
  const seen = path.join(folder, "seen");
  assert.deepEqual(within(await listPictures(folder, seen)), ["b/c/y.webp", "b/x.png", "named.jpg/n.png", "z.JPG"]);
  assert.deepEqual(within(await listPictures(seen, seen)), ["seen/z-annotated.png"], "asked for by its name");
  const own = { folder, ending: "-annotated.png" };
  for (const name of ["z-annotated.png", "z.png"]) await writeFile(path.join(folder, name), "");
  const names = async (word: string): Promise<string[]> => within((await pictureInputs([word], own)).map(({ name }) => name));
  assert.deepEqual(await names(`${folder}/*.png`), ["z.png"], "not even of the same folder");
  assert.ok((await names(folder)).includes("seen/z-annotated.png"), "another folder's may be");
  assert.deepEqual(await names(path.join(folder, "z-annotated.png")), ["z-annotated.png"], "nor where it's named");
});
