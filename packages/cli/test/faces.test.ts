import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const command = path.join(root, "packages/cli/bin/fmpn.js");

function fmpn(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { cwd: root }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test("fmpn faces finds the faces of the demo pictures and writes their crops", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-faces-"));
  try {
    const pictures = ["L030_neutral.jpg", "L030_smile.jpg"].map((name) => path.join("demo/images", name));
    const { code, out } = await fmpn("faces", ...pictures, "--out", folder);
    assert.equal(code, 0);
    assert.match(out, /2 faces in 2 pictures/);
    assert.deepEqual((await readdir(folder)).toSorted(), ["L030_neutral-face.png", "L030_smile-face.png", "sheet.png"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("pictures of one name keep a crop each, and JSON stays JSON", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-faces-"));
  try {
    const names = ["a/sheet.jpg", "b/sheet.jpg"].map((name) => path.join(folder, name));
    for (const [index, name] of names.entries()) await cp(path.join(root, `demo/images/${["L030_neutral", "L030_smile"][index]}.jpg`), name);
    const { out } = await fmpn("faces", ...names, "--json", "--out", path.join(folder, "out"));
    assert.equal((JSON.parse(out) as unknown[]).length, 2);
    assert.deepEqual((await readdir(path.join(folder, "out"))).toSorted(), ["sheet-2-face.png", "sheet-face.png", "sheet.png"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the sheet never takes the place of a picture that was asked about", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-faces-"));
  try {
    const original = path.join(folder, "sheet.png");
    await cp(path.join(root, "demo/images/L030_neutral.jpg"), original);
    const bytes = await readFile(original);
    const { code, err } = await fmpn("faces", folder, "--out", path.join(folder, "."));
    assert.equal(code, 1);
    assert.match(err, /the contact sheet would replace .*sheet\.png, which is to be read; name another folder/);
    assert.deepEqual(await readdir(folder), ["sheet.png"]);
    assert.deepEqual(await readFile(original), bytes);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("fmpn faces answers as JSON and says why a file is no picture", async () => {
  const { code, out } = await fmpn("faces", "demo/images/L030_neutral.jpg", "package.json", "--json", "--margin", "-0.19");
  assert.equal(code, 1, "as of recognize, where a picture could not be read");
  assert.equal((JSON.parse(out) as unknown[]).length, 2);
  assert.doesNotMatch(out, /\d\.\d{5}/, "rounded");
  const [face, broken] = JSON.parse(out) as { file: string; faces: { score: number; eyes: { left: { x: number } } }[]; error?: string }[];
  assert.ok((face?.faces[0]?.score ?? 0) > 0.6);
  assert.match(broken?.error ?? "", /package\.json/);
});

test("fmpn faces fails where there is nothing to read", async () => {
  const { code, out, err } = await fmpn("faces", "nowhere.jpg");
  assert.equal(code, 1);
  assert.match(err + out, /nowhere\.jpg +nowhere\.jpg: no such file or directory/);
});
