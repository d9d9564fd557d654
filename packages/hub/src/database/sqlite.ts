import { createRequire } from "node:module";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/** What is used of node:sqlite, which Node has from 22 on and @photostructure/sqlite has elsewhere. */
interface DatabaseSync {
  prepare(sql: string): StatementSync;
  exec(sql: string): void;
  close(): void;
}

interface StatementSync {
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...parameters: unknown[]): IterableIterator<unknown>;
}

/** How many statements stay prepared; filters of pages have fewer forms. */
const KEPT_STATEMENTS = 400;

/**
 * SQLite as Kysely wants it. Statements are prepared once: most queries of a page come again with other values.
 *
 * @param file or ":memory:"
 * @param cacheMegabytes of pages kept in memory
 */
export function openSqlite(file: string, cacheMegabytes: number): SqliteDatabase {
  const database = new (driver())(file);
  // Rows of papers are a third of SQLite's usual page, and leave a fifth of it empty; it holds for new files only.
  // A writer doesn't stop readers, and what was committed outlives a killed process (not a power cut's last moment).
  for (const pragma of ["page_size = 8192", "journal_mode = wal", "synchronous = normal", "busy_timeout = 10000", "temp_store = memory", `cache_size = -${cacheMegabytes * 1024}`, "mmap_size = 0"]) database.exec(`pragma ${pragma}`);
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => {
      kept.clear();
      database.close();
    },
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      const statement = asKyselyStatement(database.prepare(sql), sql);
      const oldest = kept.size >= KEPT_STATEMENTS ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(sql, statement);
      return statement;
    },
  };
}

function asKyselyStatement(statement: StatementSync, sql: string): SqliteStatement {
  return {
    reader: /^\s*(?:select|with|pragma|explain)\b/i.test(sql) || /\breturning\b/i.test(sql),
    all: (parameters) => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  };
}

function driver(): new (file: string) => DatabaseSync {
  const load = createRequire(import.meta.url);
  const builtIn = process.getBuiltinModule?.("node:sqlite") as unknown as { DatabaseSync: new (file: string) => DatabaseSync } | undefined;
  if (builtIn !== undefined && hasSearch(builtIn.DatabaseSync)) return builtIn.DatabaseSync;
  return (load("@photostructure/sqlite") as { DatabaseSync: new (file: string) => DatabaseSync }).DatabaseSync;
}

/** Node may be built with a SQLite of the system that has no full-text search, or one too old for ours. */
function hasSearch(Driver: new (file: string) => DatabaseSync): boolean {
  const database = new Driver(":memory:");
  try {
    database.exec("create virtual table t using fts5(a, content='', contentless_delete=1)");
    return true;
  } catch {
    return false;
  } finally {
    database.close();
  }
}
