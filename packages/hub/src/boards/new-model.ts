import type { Kysely } from "kysely";
import { nextId } from "../database/transaction.js";
import type { Schema } from "../database/schema.js";
import { freeSlug, shortSlug } from "../names/slug.js";

/** Adds a model of which only the name and perhaps the paper are known. @returns its number */
export async function newModel(sql: Kysely<Schema>, name: string, name_key: string, paper: number | null): Promise<number> {
  const wish = shortSlug(name) || "model";
  const taken = new Set((await sql.selectFrom("model").select("slug").where("slug", "like", `${wish}%`).execute()).map(({ slug }) => slug));
  const id = await nextId(sql, "model");
  await sql.insertInto("model").values({ id, slug: freeSlug(wish, (slug) => taken.has(slug)), name, name_key, paper_id: paper, owner: null, parameters: null, macs: null, licence: null, files: "[]", preprocessing: null, training_data: "[]" }).execute();
  return id;
}
