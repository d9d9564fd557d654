import { CompiledQuery, type Kysely, type Insertable } from "kysely";
import type { Database } from "./database.js";
import type { Schema, TableName } from "./schema.js";

/** Values of one statement: few enough for both databases, many enough that the statement's own cost doesn't count. */
const PARAMETERS = 2400;

/**
 * Inserts many rows with few statements, which stay prepared: the road of imports.
 *
 * @param rows each with the same columns
 * @param conflict what to do with rows whose key is taken: "ignore" leaves the old one
 */
export async function insertMany<T extends TableName>(
  sql: Kysely<Schema>,
  kind: Database["kind"],
  table: T,
  rows: readonly Insertable<Schema[T]>[],
  conflict?: "ignore" | undefined,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const whole = Math.max(1, Math.floor(PARAMETERS / columns.length));
  for (let start = 0; start < rows.length; ) {
    const left = rows.length - start;
    // The rest goes in halves, so that there is only a handful of different statements.
    const count = left >= whole ? whole : 2 ** Math.floor(Math.log2(left));
    const chunk = rows.slice(start, start + count);
    const parameters = chunk.flatMap((row) => columns.map((column) => (row as Record<string, unknown>)[column] ?? null));
    await sql.executeQuery(CompiledQuery.raw(insertStatement(kind, table, columns, count, conflict), parameters));
    start += count;
  }
}

const statements = new Map<string, string>();

function insertStatement(kind: Database["kind"], table: string, columns: readonly string[], count: number, conflict: "ignore" | undefined): string {
  const key = `${kind} ${table} ${columns.join()} ${count} ${conflict}`;
  const known = statements.get(key);
  if (known !== undefined) return known;
  let n = 0;
  const row = () => `(${columns.map(() => (kind === "sqlite" ? "?" : `$${++n}`)).join(", ")})`;
  const made = `insert into "${table}" (${columns.map((column) => `"${column}"`).join(", ")}) values ${Array.from({ length: count }, row).join(", ")}${conflict === undefined ? "" : " on conflict do nothing"}`;
  statements.set(key, made);
  return made;
}
