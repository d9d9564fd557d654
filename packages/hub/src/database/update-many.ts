import { CompiledQuery, type Kysely } from "kysely";
import type { Database } from "./database.js";
import type { Schema, TableName } from "./schema.js";

/** Rows of one statement. */
const ROWS = 400;

/** What a column holds, for PostgreSQL, which doesn't guess it from the first value. */
export type ColumnKind = "integer" | "bigint" | "text" | "double precision";

/**
 * Updates many rows, each with its own values, by few statements.
 *
 * @param keys columns that tell the row, with their kinds
 * @param columns columns that are set
 * @param rows keys' values, then columns' values
 */
export async function updateMany(
  sql: Kysely<Schema>,
  kind: Database["kind"],
  table: TableName,
  keys: Readonly<Record<string, ColumnKind>>,
  columns: Readonly<Record<string, ColumnKind>>,
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  const kinds = [...Object.values(keys), ...Object.values(columns)];
  for (let start = 0; start < rows.length; start += ROWS) {
    const chunk = rows.slice(start, start + ROWS);
    let n = 0;
    const values = chunk.map(() => `(${kinds.map((type) => (kind === "sqlite" ? "?" : `cast($${++n} as ${type})`)).join(", ")})`).join(", ");
    const set = Object.keys(columns).map((column, index) => `"${column}" = v.column${Object.keys(keys).length + index + 1}`);
    const where = Object.keys(keys).map((column, index) => `"${table}"."${column}" = v.column${index + 1}`);
    await sql.executeQuery(CompiledQuery.raw(`update "${table}" set ${set.join(", ")} from (values ${values}) as v where ${where.join(" and ")}`, chunk.flat()));
  }
}
