import { sql as text } from "kysely";
import type { Database } from "../database/database.js";

/** How often something may be done: so often at once, and one more each `seconds`. */
export interface Allowance {
  readonly atOnce: number;
  readonly seconds: number;
}

/**
 * Takes one of what a key is allowed, from a bucket that fills steadily; one statement, so that many at once take no more than there is.
 *
 * @param key who and what, as "sign-in 192.0.2.1"
 * @returns false where nothing is left
 */
export async function takeToken({ sql }: Database, key: string, { atOnce, seconds }: Allowance, now = Date.now()): Promise<boolean> {
  const filled = text<number>`case when bucket.tokens + (${now} - bucket.at) / (1000.0 * ${seconds}) < ${atOnce} then bucket.tokens + (${now} - bucket.at) / (1000.0 * ${seconds}) else ${atOnce} end`;
  const taken = await sql
    .insertInto("bucket")
    .values({ key, tokens: atOnce - 1, at: now })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ tokens: text<number>`${filled} - 1`, at: now }).where(text<boolean>`${filled} >= 1`))
    .returning("tokens")
    .executeTakeFirst();
  return taken !== undefined;
}

/** Forgets keys that have been full for a while, so that the table doesn't grow with every visitor. */
export async function emptyBuckets({ sql }: Database, olderThanSeconds: number, now = Date.now()): Promise<void> {
  await sql.deleteFrom("bucket").where("at", "<", now - 1000 * olderThanSeconds).execute();
}
