import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { expandPattern, isPattern, patternExpression, plainPattern } from "#src/inputs/glob.js";

test("patterns mean what they mean in a shell", () => {
  const cases = [
    ["*.jpg", ["a.jpg", "a b.jpg"], ["a.png", "d/a.jpg", ".a.jpg", "ajpg"]],
    ["**/*.jpg", ["a.jpg", "d/a.jpg", "d/e/a.jpg"], [".d/a.jpg", "d/a.png"]],
    ["d/?.{jpg,png}", ["d/a.jpg", "d/b.png"], ["d/ab.jpg", "a.jpg", "d/a.gif"]],
    ["[!a-c]*", ["d.jpg"], ["a.jpg", ".d"]],
    ["a(1)+$.*", ["a(1)+$.jpg"], ["a1.jpg"]],
  ] as const;
  for (const [pattern, inside, outside] of cases) {
    for (const file of inside) assert.match(file, patternExpression(pattern), pattern);
    for (const file of outside) assert.doesNotMatch(file, patternExpression(pattern), pattern);
  }
  assert.ok(isPattern("a*") && isPattern("[ab].png") && !isPattern("plain (1).jpg"));
});

test("the system's separator becomes a slash where that is a backslash", () => {
  assert.equal(plainPattern("C:\\scans\\**\\*.png", "\\"), "C:/scans/**/*.png");
  assert.equal(plainPattern("scans\\**", "\\"), "scans/**/*");
  assert.equal(plainPattern("a\\*.png", "/"), "a\\*.png", "elsewhere it takes the meaning from a star");
  assert.equal(plainPattern("a**", "/"), "a**");
});

test("a pattern finds the files of its folders, sorted", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-glob-"));
  try {
    await mkdir(path.join(folder, "b", "c"), { recursive: true });
    for (const name of ["z.jpg", "a.jpg", "b/x.jpg", "b/c/y.jpg", "b/note.txt"]) await writeFile(path.join(folder, name), "");
    const found = async (pattern: string): Promise<string[]> => (await expandPattern(`${folder}/${pattern}`)).files.map((file) => path.relative(folder, file));
    assert.deepEqual(await found("*.jpg"), ["a.jpg", "z.jpg"]);
    assert.deepEqual(await found("**/*.jpg"), ["a.jpg", "b/c/y.jpg", "b/x.jpg", "z.jpg"]);
    assert.deepEqual(await found("b/*/*.jpg"), ["b/c/y.jpg"]);
    assert.deepEqual(await found("**"), ["a.jpg", "b/c/y.jpg", "b/note.txt", "b/x.jpg", "z.jpg"]);
    assert.deepEqual(await found("b/**"), ["b/c/y.jpg", "b/note.txt", "b/x.jpg"]);
    assert.deepEqual(await found("none/*.jpg"), []);
  } finally {
    await rm(folder, { recursive: true });
  }
});
