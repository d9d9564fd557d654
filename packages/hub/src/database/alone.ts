import { sql as text } from "kysely";
import type { Database } from "./database.js";

const LOCK = 7_240_121;

/**
 * Does work that one process at a time may do, of those that share a PostgreSQL: the others wait until it's done, or its process gone.
 * A database in a file belongs to one machine, whose processes wait for each other's transactions.
 */
export async function alone<T>(database: Database, work: () => Promise<T>): Promise<T> {
  if (database.kind === "sqlite") return await work();
  return await database.sql.connection().execute(async (connection) => {
    await text`select pg_advisory_lock(${LOCK})`.execute(connection);
    try {
      return await work();
    } finally {
      await text`select pg_advisory_unlock(${LOCK})`.execute(connection);
    }
  });
}
