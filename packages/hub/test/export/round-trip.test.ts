import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { contentFolder } from "../../src/content/bundled-content.js";
import { openDatabase } from "../../src/database/open-database.js";
import { exportFiles } from "../../src/export/export-files.js";
import { importFiles } from "../../src/import/import-files.js";
import { differences, publishedState } from "../published-state.js";

test("what is exported gives the same database, and the same files again", async (context) => {
  const folder = await mkdtemp(path.join(tmpdir(), "hub-round-trip-"));
  const [first, second] = [await openDatabase(":memory:"), await openDatabase(":memory:")];
  context.after(async () => {
    await first.close();
    await second.close();
    await rm(folder, { recursive: true });
  });
  await importFiles(first, [contentFolder]);
  const reports = await exportFiles(first, folder);
  assert.deepEqual(reports.map(({ file }) => path.basename(file)), ["papers-with-abstracts.json.gz", "links-between-papers-and-code.json.gz", "evaluation-tables.json.gz", "methods.json.gz", "datasets.json.gz", "hub-additions.json.gz"]);
  await importFiles(second, [folder]);
  const [before, after] = [await publishedState(first), await publishedState(second)];
  assert.deepEqual(differences(before, after).slice(0, 10), []);
  assert.ok((before["value"]?.length ?? 0) > 3000);
});
