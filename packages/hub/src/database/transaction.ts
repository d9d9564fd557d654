import { CompiledQuery, type Kysely } from "kysely";
import type { Database } from "./database.js";
import type { Schema } from "./schema.js";

/** Tables that an import numbers rows of by itself: nobody else may add rows meanwhile. */
const NUMBERED = ["paper", "repository", "conference", "area", "task", "dataset", "method", "metric", "board", "split", "protocol", "model", "result", "measurement", "dispute"] as const;

/**
 * Runs work in a transaction that has the right to write from its beginning on, so that it never fails half-way because
 * another process wrote first.
 *
 * @param numbering the work gives rows their numbers itself; on PostgreSQL others wait with theirs until it's done
 */
export async function inTransaction<T>(database: Database, work: (sql: Kysely<Schema>) => Promise<T>, numbering = false): Promise<T> {
  return database.sql.connection().execute(async (connection) => {
    const run = (sql: string) => connection.executeQuery(CompiledQuery.raw(sql));
    await run(database.kind === "sqlite" ? "begin immediate" : "begin");
    try {
      if (numbering && database.kind === "postgres") await run(`lock table ${NUMBERED.map((table) => `"${table}"`).join(", ")} in exclusive mode`);
      const result = await work(connection);
      if (numbering && database.kind === "postgres") for (const table of NUMBERED) await run(`select setval(pg_get_serial_sequence('"${table}"', 'id'), (select coalesce(max(id), 0) + 1 from "${table}"), false)`);
      await run("commit");
      return result;
    } catch (error) {
      await run("rollback").catch(() => undefined);
      throw error;
    }
  });
}

/** The next free number of a table. */
export async function nextId(sql: Kysely<Schema>, table: (typeof NUMBERED)[number]): Promise<number> {
  const row = await sql.selectFrom(table).select((expression) => expression.fn.max("id").as("id")).executeTakeFirst();
  return Number(row?.id ?? 0) + 1;
}
