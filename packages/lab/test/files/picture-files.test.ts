import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { findFiles, findPictures } from "#src/files/picture-files.js";

let folder = "";
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fmpn-pictures-"));
  for (const name of ["b/c", ".hidden", "named.jpg", "seen"]) await mkdir(path.join(folder, name), { recursive: true });
  for (const name of ["z.JPG", "b/x.png", "b/c/y.webp", "b/note.txt", ".hidden/h.jpg", ".own.jpg", "named.jpg/n.png", "seen/z-annotated.png"]) await writeFile(path.join(folder, name), "");
});
after(async () => await rm(folder, { recursive: true }));

const listPictures = async (place: string, except: string[] = []) => (await findPictures(place, except)).files;
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
  assert.deepEqual((await findPictures(other)).unread, [{ path: path.join(other, "dangling.jpg"), reason: "it is a link that leads nowhere: no such file or directory", kind: "link" }]);
  for (const name of ["link.jpg", "around", "dangling.jpg"]) await rm(path.join(other, name));
});

test("pictures of every ending are found, also such as cannot be read; other files are counted by their endings", async () => {
  const made = path.join(folder, "endings");
  await mkdir(made);
  const names = ["1.jfif", "2.JPE", "3.pgm", "4.HEIC", "5.dng", "6.apng", "a.txt", "b.txt", "c.mov", "plain"];
  for (const name of names) await writeFile(path.join(made, name), "");
  const { files, others } = await findPictures(made);
  assert.deepEqual(files.map((file) => path.basename(file)), names.slice(0, 6));
  assert.deepEqual([...others], [[".txt", 2], [".mov", 1], ["", 1]]);
  await rm(made, { recursive: true });
});

test("a search can stay in one folder, and look at hidden files; a folder that is not there is named", async () => {
  assert.deepEqual(within((await findFiles(folder, { deep: false, hidden: true })).files), [".own.jpg", "z.JPG"]);
  assert.deepEqual((await findFiles(path.join(folder, "none"))).unread.map(({ kind }) => kind), ["nothing"]);
});
