import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { exportFiles } from "#src/export/export-files.js";
import { importFiles } from "#src/import/import-files.js";
import { hubApp } from "#src/server/hub-app.js";
import { recordsFile, tableRecord, temporaryDatabase, temporaryFolder } from "../temporary-hub.js";

test("what the operator exported is handed out, and nothing else of the folder", async (t) => {
  const folder = await temporaryFolder(t);
  const database = await temporaryDatabase(t);
  await importFiles(database, [await recordsFile(folder, "evaluation-tables.json", [tableRecord("Seeing", "Faces", [{ model: "A", value: "90" }])])]);
  const exports = path.join(folder, "export");
  const app = await hubApp(database, { exports });
  assert.match(await (await app.request("/about/data")).text(), /fmpn hub export FOLDER/);
  assert.equal((await app.request("/export/methods.json.gz")).status, 404);
  await exportFiles(database, exports);
  await writeFile(path.join(exports, "notes.txt"), "mine");
  assert.match(await (await app.request("/about/data")).text(), /href="\/export\/evaluation-tables\.json\.gz"/);
  const answer = await app.request("/export/evaluation-tables.json.gz");
  assert.equal(answer.headers.get("content-type"), "application/gzip");
  const records = JSON.parse(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()) as { task: string }[];
  assert.equal(records[0]?.task, "Seeing");
  const tag = answer.headers.get("etag") ?? "";
  assert.equal((await app.request("/export/evaluation-tables.json.gz", { headers: { "If-None-Match": tag } })).status, 304);
  for (const name of ["notes.txt", "..%2Fevaluation-tables.json", "%2e%2e/hub.sqlite"]) assert.equal((await app.request(`/export/${name}`)).status, 404, name);
});
