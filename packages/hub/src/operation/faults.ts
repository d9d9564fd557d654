import type { Database } from "../database/database.js";
import { impersonal } from "./log.js";

/** How many faults are kept. */
const KEPT = 200;
const LONGEST = 2000;

/** Keeps a fault for the operator's page. Where even that cannot be written, the log alone has it. */
export async function keepFault({ sql }: Database, place: string, error: Error): Promise<void> {
  try {
    const { id } = await sql.insertInto("fault").values({ at: new Date().toISOString(), place, text: impersonal(error.message).slice(0, LONGEST) }).returning("id").executeTakeFirstOrThrow();
    await sql.deleteFrom("fault").where("id", "<=", id - KEPT).execute();
  } catch {
    // The database itself is the fault.
  }
}
