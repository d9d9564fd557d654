import { CompiledQuery, type Kysely, type Selectable } from "kysely";
import type { Database } from "./database.js";
import type { Schema, TableName } from "./schema.js";

/** How many keys one statement asks for. */
const KEYS = 256;

/**
 * Rows whose column holds one of the keys, by key: one statement for many, which stays prepared.
 *
 * @param columns which to read; the key's own is added
 */
export async function lookUp<T extends TableName, K extends string | number, C extends keyof Selectable<Schema[T]> & string>(
  sql: Kysely<Schema>,
  kind: Database["kind"],
  table: T,
  key: keyof Selectable<Schema[T]> & string,
  keys: readonly K[],
  columns: readonly C[],
): Promise<Map<K, Pick<Selectable<Schema[T]>, C>>> {
  const found = new Map<K, Pick<Selectable<Schema[T]>, C>>();
  for (let start = 0; start < keys.length; start += KEYS) {
    const chunk: (K | undefined)[] = keys.slice(start, start + KEYS);
    // Padded, so that every statement has the same form.
    const size = keys.length - start >= KEYS ? KEYS : 2 ** Math.ceil(Math.log2(chunk.length));
    while (chunk.length < size) chunk.push(chunk[0]);
    const marks = chunk.map((_, index) => (kind === "sqlite" ? "?" : `$${index + 1}`)).join(", ");
    const wanted = [...new Set<string>([key, ...columns])].map((column) => `"${column}"`).join(", ");
    const { rows } = await sql.executeQuery<Record<string, unknown>>(CompiledQuery.raw(`select ${wanted} from "${table}" where "${key}" in (${marks})`, chunk));
    for (const row of rows) found.set(row[key] as K, row as Pick<Selectable<Schema[T]>, C>);
  }
  return found;
}
