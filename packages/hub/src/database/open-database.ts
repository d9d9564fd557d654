import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { Kysely, PostgresDialect, SqliteDialect } from "kysely";
import type * as Pg from "pg";
import type { Database } from "./database.js";
import { migrate } from "./migrate.js";
import type { Schema } from "./schema.js";
import { openSqlite } from "./sqlite.js";

/**
 * Opens a database, makes its folder and its tables where they're missing, and brings old ones up to date.
 *
 * @param where a file, ":memory:", or postgres://…
 * @param options `cacheMegabytes` of SQLite's pages (PostgreSQL has its own settings)
 * @throws Error where the file is no database, or was written by a newer version
 */
export async function openDatabase(where: string, options: { readonly cacheMegabytes?: number | undefined } = {}): Promise<Database> {
  let database: Database | undefined;
  try {
    database = /^postgres(?:ql)?:\/\//.test(where) ? openPostgres(where) : await openFile(where, options.cacheMegabytes ?? 64);
    await migrate(database);
    return database;
  } catch (error) {
    await database?.close();
    throw new Error(`${where.replace(/\/\/[^@/]*@/, "//…@")} cannot be used as a hub's database: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function openFile(file: string, cacheMegabytes: number): Promise<Database> {
  if (file !== ":memory:") await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const sqlite = openSqlite(file, cacheMegabytes);
  const sql = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) });
  return { kind: "sqlite", sql, close: () => sql.destroy() };
}

function openPostgres(address: string): Database {
  // pg is CommonJS, and loaded only where it's wanted.
  const pg = createRequire(import.meta.url)("pg") as typeof Pg;
  // Whole numbers of eight bytes fit a double here: hashes have 52 bits, counts are small.
  const types = { getTypeParser: (oid: number, format?: "text" | "binary") => (oid === 20 ? Number : (pg.types.getTypeParser(oid, format as "text") as (text: string) => unknown)) };
  const pool = new pg.Pool({ connectionString: address, max: 8, types: types as never });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  const sql = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return { kind: "postgres", sql, close: () => sql.destroy() };
}
