import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { runFmpn } from "./run-fmpn.js";

test("what the parts of a recognition print, one after the other, is the whole", async () => {
  const folder = path.resolve(import.meta.dirname, "../../../../demo/images");
  const pictures = (await readdir(folder)).filter((name) => name.endsWith(".jpg")).sort().slice(0, 3).map((name) => path.join(folder, name));
  const recognize = async (...options: string[]): Promise<string> => (await runFmpn(["recognize", ...pictures, "--csv", ...options])).out;
  const [whole, ...parts] = await Promise.all([recognize(), recognize("--shard", "1/2"), recognize("--shard", "2/2")]);
  assert.equal(parts.join(""), whole);
  assert.ok(whole.split("\n").length > 4 && parts.every((part) => part.length < whole.length));
  const wrong = await runFmpn(["recognize", ...pictures, "--shard", "3/2"]);
  assert.deepEqual([wrong.code, /Write 2\/4 for the second of four parts/.test(wrong.err)], [2, true]);
});
