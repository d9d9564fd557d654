import os from "node:os";
import type { Database } from "../database/database.js";
import type { Isolation } from "../sandbox/isolation.js";

/** Milliseconds between two signs of life. */
const EVERY = 15_000;
/** Milliseconds of silence after which a worker is thought to be gone: its machine went down. */
const FORGOTTEN = 86_400_000;

/**
 * Tells the hub now and then that a worker is there, until `signal` ends it: what the operator's page shows. Jobs are kept by leases
 * of their own; a sign that cannot be written is left out.
 */
export async function showSignsOfLife({ sql }: Database, name: string, isolation: Isolation, signal: AbortSignal): Promise<void> {
  const started = new Date().toISOString();
  const tell = async (): Promise<void> => {
    const seen = new Date().toISOString();
    await sql.insertInto("worker").values({ name, host: os.hostname(), pid: process.pid, isolation, started, seen }).onConflict((conflict) => conflict.column("name").doUpdateSet({ seen })).execute().catch(() => undefined);
  };
  await sql.deleteFrom("worker").where("seen", "<", new Date(Date.now() - FORGOTTEN).toISOString()).execute().catch(() => undefined);
  await tell();
  const timer = setInterval(() => void tell(), EVERY);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  clearInterval(timer);
  await sql.deleteFrom("worker").where("name", "=", name).execute().catch(() => undefined);
}
