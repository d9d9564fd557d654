import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { writeNew } from "#src/files/write-new.js";

test("a new file is written, one that is there stays as it is, and nothing is left besides", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "fmpn-new-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const file = path.join(folder, "labels.csv");
  await writeNew(file, "first");
  await assert.rejects(writeNew(file, "second"), /labels\.csv is there already and is left as it is; move it away first/);
  assert.equal(await readFile(file, "utf8"), "first");
  const raced = await Promise.allSettled(["one", "other"].map(async (text) => await writeNew(path.join(folder, "raced.csv"), text)));
  assert.deepEqual(raced.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
  assert.deepEqual((await readdir(folder)).toSorted(), ["labels.csv", "raced.csv"]);
});
