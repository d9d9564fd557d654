import type { Kysely } from "kysely";
import type { Schema } from "./schema.js";

/** A secret of this hub's: drawn by whoever asks first, the same for all processes on the database, told to nobody. */
export async function drawnOnce(sql: Kysely<Schema>, key: string, draw: () => string): Promise<string> {
  await sql.insertInto("fact").values({ key, value: draw() }).onConflict((conflict) => conflict.doNothing()).execute();
  return (await sql.selectFrom("fact").select("value").where("key", "=", key).executeTakeFirstOrThrow()).value;
}
