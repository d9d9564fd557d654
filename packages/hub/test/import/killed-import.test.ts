import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { full } from "../../../../test-support/long.js";
import { openDatabase } from "../../src/database/open-database.js";
import { generateArchive } from "../../src/generate/generate-archive.js";
import { randomStream } from "../../src/generate/random-stream.js";
import { importFiles } from "../../src/import/import-files.js";
import { differences, publishedState } from "../published-state.js";
import { temporaryDatabase, temporaryFolder } from "../temporary-hub.js";

const KILLS = full ? 10 : 3;

test(`an import that is killed ${KILLS} times at random moments ends as one that never was`, async (context) => {
  const folder = await temporaryFolder(context);
  const files = await generateArchive(path.join(folder, "archive"), { scale: 0.0008, gzip: false });
  const whole = await temporaryDatabase(context);
  const started = performance.now();
  const expected = await importFiles(whole, files, { batch: 20, today: "2026-11-29" });
  // Each run does a share of the work, so that the kills fall into all of it.
  const share = (performance.now() - started) / KILLS;
  const file = path.join(folder, "killed.sqlite");
  const random = randomStream(7, "kills");
  const killed: boolean[] = [];
  for (let turn = 0; turn < KILLS; turn++) killed.push(await runAndKill(file, files, random.next() * share));
  assert.ok(killed[0], "the first run was under way when it was killed");
  const database = await openDatabase(file);
  context.after(() => database.close());
  const reports = await importFiles(database, files, { batch: 20, today: "2026-11-29" });
  assert.deepEqual(differences(await publishedState(whole), await publishedState(database)).slice(0, 5), []);
  for (const [index, { counts }] of reports.entries()) assert.deepEqual(counts, expected[index]?.counts, files[index]);
  const refused = async (hub: typeof database) => (await hub.sql.selectFrom("import_reject").select(["path", "why"]).orderBy("path").orderBy("why").execute()).map(({ path: at, why }) => `${at} ${why}`);
  assert.deepEqual(await refused(database), await refused(whole));
});

/** @returns whether it was killed before it ended */
function runAndKill(file: string, files: readonly string[], milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, ["--import", "tsx", fileURLToPath(new URL("import-process.ts", import.meta.url)), file, String(milliseconds), ...files], { stdio: "inherit" });
  return new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal === "SIGKILL")));
}
