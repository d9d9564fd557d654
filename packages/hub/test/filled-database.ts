import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, type TestContext } from "node:test";
import { sql } from "kysely";
import { addBundledContent } from "#src/content/bundled-content.js";
import type { Database } from "#src/database/database.js";
import { openDatabase } from "#src/database/open-database.js";

const folder = await mkdtemp(path.join(tmpdir(), "fmpn-filled-"));
after(() => rm(folder, { recursive: true }));
let filled: Promise<string> | undefined;
let copies = 0;

/** A database with the bundled content, of the test's own: filled once for all tests of a file, which takes seconds, and copied. */
export async function filledDatabase(t: TestContext): Promise<Database> {
  filled ??= fill();
  copies += 1;
  const file = path.join(folder, `${copies}.sqlite`);
  await copyFile(await filled, file);
  const database = await openDatabase(file);
  t.after(database.close);
  return database;
}

async function fill(): Promise<string> {
  const file = path.join(folder, "filled.sqlite");
  const database = await openDatabase(file);
  await addBundledContent(database);
  // All of it in the one file that is copied.
  await sql`pragma wal_checkpoint(truncate)`.execute(database.sql);
  await database.close();
  return file;
}
