import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { openDatabase } from "#src/database/open-database.js";
import { backUp, restore } from "#src/operation/backup.js";
import { checkHub, recount } from "#src/operation/check-hub.js";
import type { Problem } from "#src/operation/check-hub.js";
import { folderStore } from "#src/storage/folder-store.js";
import { importFiles } from "#src/import/import-files.js";
import { writeRevision } from "#src/review/revisions.js";
import { recordsFile, tableRecord, temporaryFolder } from "../temporary-hub.js";

/** A hub with a board of three rows, one model file and its row. */
async function smallHub(t: TestContext) {
  const folder = await temporaryFolder(t);
  const file = path.join(folder, "hub.sqlite");
  const database = await openDatabase(file);
  t.after(database.close);
  await importFiles(database, [await recordsFile(folder, "evaluation-tables.json", [tableRecord("Seeing", "Faces", [{ model: "A", value: "90" }, { model: "B", value: "80" }, { model: "C", value: "70" }])])]);
  const store = folderStore(path.join(folder, "artifacts"));
  const { sha256, bytes } = await store.put(new Blob(["a model"]).stream(), 100);
  await database.sql.insertInto("artifact").values({ sha256, bytes, kind: "onnx", opset: null, operators: "[]", inputs: "[]", outputs: "[]", screened_at: null, verdict: null, quarantine: 0 }).execute();
  return { folder, file, database, store, sha256 };
}

async function problemsOf(...hub: Parameters<typeof checkHub>): Promise<Problem[]> {
  const found = [];
  for await (const problem of checkHub(...hub)) found.push(problem);
  return found;
}

test("a backup of a running hub, put back elsewhere, is the hub as it was", async (t) => {
  const { folder, file, database, store, sha256 } = await smallHub(t);
  const backup = path.join(folder, "backup");
  assert.equal((await backUp(file, store, backup)).artifacts, 1);
  // The hub goes on; a second backup into the folder has what is new.
  await database.sql.insertInto("fact").values({ key: "later", value: "yes" }).execute();
  await store.put(new Blob(["another"]).stream(), 100);
  assert.equal((await backUp(file, store, backup)).artifacts, 2);
  const place = path.join(folder, "elsewhere", "hub.sqlite");
  const there = folderStore(path.join(folder, "elsewhere", "artifacts"));
  await restore(backup, place, there);
  const again = await openDatabase(place);
  t.after(again.close);
  assert.equal((await again.sql.selectFrom("fact").select("value").where("key", "=", "later").executeTakeFirst())?.value, "yes");
  assert.deepEqual(await problemsOf(again, there), []);
  assert.ok(await there.find(sha256));
  await assert.rejects(restore(backup, place, there), /is there: stop the hub and move its database away first/);
});

test("a backup that is damaged or broken off is not put back", async (t) => {
  const { folder, file, store, sha256 } = await smallHub(t);
  const backup = path.join(folder, "backup");
  const to = [path.join(folder, "new.sqlite"), folderStore(path.join(folder, "new"))] as const;
  await backUp(file, store, backup);
  const stored = path.join(backup, "artifacts", sha256.slice(0, 2), sha256);
  await writeFile(stored, "a m0del");
  await assert.rejects(restore(backup, ...to), /has not the content that its name says/);
  await writeFile(stored, "a model");
  const copy = path.join(backup, "hub.sqlite");
  const whole = await readFile(copy);
  await writeFile(copy, whole.subarray(0, -1));
  await assert.rejects(restore(backup, ...to), /its hash differs/);
  await rm(path.join(backup, "backup.json"));
  await assert.rejects(restore(backup, ...to), /no whole backup/);
  assert.ok(!(await readdir(folder)).includes("new.sqlite"));
  await assert.rejects(backUp("postgres://hub@db/hub", store, backup), /pg_dump/);
});

test("what is damaged is found and named with what to do", async (t) => {
  const { folder, database, store, sha256 } = await smallHub(t);
  const { sql } = database;
  assert.deepEqual(await problemsOf(database, store), []);
  const damage = async (does: () => Promise<unknown>, pattern: RegExp, undo: () => Promise<unknown>): Promise<void> => {
    await does();
    const found = await problemsOf(database, store);
    assert.ok(found.some(({ what }) => pattern.test(what)), `${pattern}: ${JSON.stringify(found)}`);
    assert.ok(found.every(({ remedy }) => remedy.length > 10));
    await undo();
    assert.deepEqual(await problemsOf(database, store), [], String(pattern));
  };
  const board = await sql.selectFrom("board").select(["id", "results"]).executeTakeFirstOrThrow();
  await damage(() => sql.updateTable("board").set({ results: 99 }).execute(), /1 benchmarks say wrong counts/, () => recount(database));
  await damage(() => sql.updateTable("value").set({ rank: 2 }).where("rank", "=", 1).execute(), /isn't ranked first/, () => recount(database));
  await damage(() => sql.insertInto("task_parent").values({ child_id: 1, parent_id: 4711 }).execute(), /1 of task_parent name by parent_id a task that is not there, as 4711/, () => sql.deleteFrom("task_parent").execute());
  const file = path.join(folder, "artifacts", sha256.slice(0, 2), sha256);
  await damage(() => writeFile(file, "an0ther"), /has not the content/, () => writeFile(file, "a model"));
  await damage(() => rm(file), /is not in the store/, () => writeFile(file, "a model"));
  await damage(() => sql.deleteFrom("paper_rank").where("rank", "=", 1).execute(), /search knows 2 of 3 papers/, () => sql.insertInto("paper_rank").values({ rank: 1, paper_id: 1 }).execute());
  const job = await sql.insertInto("job").values({ kind: "measure", payload: '{"measurement":9}', state: "queued", run_after: "", added_at: "", lease_until: null, worker: null, error_kind: null, error_text: null, owner_id: null, progress: null, ended_at: null }).returning("id").executeTakeFirstOrThrow();
  await damage(async () => undefined, /names measurement 9, which is not there/, () => sql.deleteFrom("job").where("id", "=", job.id).execute());
  // The log: a row that was altered past it, and a line that is missing.
  const why = { person: null as unknown as number, reason: "seen" };
  await writeRevision(sql, "result", 1, { state: "published" }, { state: "withdrawn" }, why);
  const found = await problemsOf(database, store);
  assert.match(found[0]?.what ?? "", /row 1 is published, but the log's last change made it withdrawn/);
  await writeRevision(sql, "result", 1, { state: "disputed" }, { state: "published" }, why);
  assert.match((await problemsOf(database, store))[0]?.what ?? "", /found row 1 disputed, but the change before had made it withdrawn/);
  assert.ok(board.results === 3);
});
