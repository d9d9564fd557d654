import type { Database } from "../database/database.js";
import { emptyBuckets } from "../accounts/take-token.js";

const HOUR = 3_600_000;

/** Forgets what has run out: allowances that are full again, sessions that have ended. */
export async function tidy(database: Database, now = Date.now()): Promise<void> {
  await emptyBuckets(database, 7 * 86_400, now);
  await database.sql.deleteFrom("passkey_challenge").where("expires", "<", now).execute();
  // As the library for accounts writes times: text on SQLite, a timestamp on PostgreSQL; both compare with ISO text.
  for (const table of ["login", "verification"] as const) await database.sql.deleteFrom(table).where("expiresAt", "<", new Date(now).toISOString()).execute();
}

/** Tidies up now and every hour, until `signal` ends it. */
export function keepTidy(database: Database, signal: AbortSignal, onFault: (error: unknown) => void): void {
  const once = (): void => void tidy(database).catch(onFault);
  const timer = setInterval(once, HOUR);
  timer.unref();
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  once();
}
