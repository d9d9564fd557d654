import type { Kysely } from "kysely";
import type { Database } from "../database/database.js";
import type { Schema } from "../database/schema.js";
import { updateMany } from "../database/update-many.js";

/** Gives rows their slugs, even where these change places among them. A slug that another row has stays that row's. */
export async function assignSlugs(sql: Kysely<Schema>, kind: Database["kind"], table: "task" | "dataset" | "board" | "model", wanted: ReadonlyMap<number, string>): Promise<void> {
  const rows = await sql.selectFrom(table).select(["id", "slug"]).execute();
  const moving = new Map(rows.flatMap(({ id, slug }) => (wanted.has(id) && wanted.get(id) !== slug ? [[id, wanted.get(id) ?? slug] as const] : [])));
  const staying = new Set(rows.filter(({ id }) => !moving.has(id)).map(({ slug }) => slug));
  const moves = [...moving].filter(([, slug]) => !staying.has(slug));
  await updateMany(sql, kind, table, { id: "integer" }, { slug: "text" }, moves.map(([id]) => [id, `~${id}`]));
  await updateMany(sql, kind, table, { id: "integer" }, { slug: "text" }, moves);
}
