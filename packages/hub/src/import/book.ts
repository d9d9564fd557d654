import type { Insertable, Kysely } from "kysely";
import type { Database } from "../database/database.js";
import { insertMany } from "../database/insert-many.js";
import type { Schema, TableName } from "../database/schema.js";
import { foldName } from "../names/fold-name.js";
import { freeSlug } from "../names/slug.js";

/** Names that are already in a table, and those that the current batch adds: tasks, data sets, methods, metrics. */
export interface Book<T extends TableName> {
  /** The number behind a name, whatever its case and punctuation. */
  readonly find: (name: string) => number | undefined;
  /** The same, made by `row` where it's new. `slug` is a wish: a taken one gets a number. */
  readonly idOf: (name: string, slug: string, row: (id: number, slug: string, key: string) => Insertable<Schema[T]>) => number;
  /** Another name for the same. */
  readonly alias: (name: string, id: number) => void;
  readonly slugTaken: (slug: string) => boolean;
  /** Whether the current batch made it. */
  readonly isNew: (id: number) => boolean;
  /** Writes what is new. */
  readonly flush: (sql: Kysely<Schema>, kind: Database["kind"]) => Promise<void>;
}

/** @param known rows of the table, and other names for them */
export function openBook<T extends TableName>(table: T, known: readonly { readonly id: number; readonly slug: string; readonly name_key: string }[], aliases: readonly { readonly name_key: string; readonly id: number }[] = []): Book<T> {
  const ids = new Map<string, number>();
  for (const { id, name_key } of aliases) ids.set(name_key, id);
  for (const { id, name_key } of known) ids.set(name_key, id);
  const slugs = new Set(known.map(({ slug }) => slug));
  let next = known.reduce((largest, { id }) => Math.max(largest, id), 0) + 1;
  let pending = new Map<number, Insertable<Schema[T]>>();
  const keyOf = (name: string): string => foldName(name) || name.trim().toLowerCase();
  return {
    find: (name) => ids.get(keyOf(name)),
    idOf: (name, slug, row) => {
      const key = keyOf(name);
      const found = ids.get(key);
      if (found !== undefined) return found;
      const id = next++;
      const own = freeSlug(slug || table, (text) => slugs.has(text));
      slugs.add(own);
      ids.set(key, id);
      pending.set(id, row(id, own, key));
      return id;
    },
    alias: (name, id) => {
      const key = keyOf(name);
      if (!ids.has(key)) ids.set(key, id);
    },
    slugTaken: (slug) => slugs.has(slug),
    isNew: (id) => pending.has(id),
    flush: async (sql, kind) => {
      const rows = [...pending.values()];
      pending = new Map();
      await insertMany(sql, kind, table, rows);
    },
  };
}
