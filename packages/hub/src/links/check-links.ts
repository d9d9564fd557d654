import type { Database } from "../database/database.js";
import { askLink, type LinkState } from "./ask-link.js";
import { readRobots, type SiteRules } from "./robots.js";

export interface CheckLinksOptions {
  /** At most so many links; those asked longest ago first. */
  readonly limit?: number | undefined;
  /** Links asked within so many days are left alone. */
  readonly days?: number | undefined;
  /** Milliseconds between two requests to one site. */
  readonly pauseMs?: number | undefined;
  readonly timeoutMs?: number | undefined;
  /** Sites that are asked beside each other. */
  readonly sites?: number | undefined;
  /** Addresses of private networks that may be asked: tests' own servers. */
  readonly allow?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Looks whether repositories are still there: a process of the operator's, never a visitor's request. Sites are asked one request at a
 * time, by their robots' rules. A sure answer is kept with its day; without one what was known stays.
 *
 * @returns how many answered how
 */
export async function checkLinks(database: Database, { limit = 1000, days = 30, pauseMs = 1000, timeoutMs = 5000, sites = 4, allow, signal, onProgress }: CheckLinksOptions = {}): Promise<Readonly<Record<LinkState, number>>> {
  const { sql } = database;
  const before = new Date(Date.now() - days * 86_400_000).toISOString();
  const links = await sql
    .selectFrom("repository")
    .select(["id", "url"])
    .where((is) => is.or([is("asked_at", "is", null), is("asked_at", "<", before)]))
    .orderBy((order) => order.fn.coalesce("asked_at", order.val("")))
    .orderBy("id")
    .limit(limit)
    .execute();
  const counts = { ok: 0, gone: 0, unknown: 0 };
  const rules = new Map<string, Promise<SiteRules>>();
  const request = { timeoutMs, allow, signal };
  const rulesOf = (origin: string): Promise<SiteRules> => {
    const known = rules.get(origin) ?? readRobots(origin, pauseMs, request);
    rules.set(origin, known);
    return known;
  };
  const byOrigin = new Map<string, { readonly id: number; readonly url: string }[]>();
  for (const link of links) {
    const origin = originOf(link.url);
    const group = byOrigin.get(origin);
    if (group === undefined) byOrigin.set(origin, [link]);
    else group.push(link);
  }
  const stopped = (): boolean => signal?.aborted === true;
  let done = 0;
  const waiting = [...byOrigin];
  const next = async (): Promise<void> => {
    for (let site = waiting.shift(); site !== undefined; site = waiting.shift()) {
      const [origin, group] = site;
      for (const [place, { id, url }] of group.entries()) {
        if (stopped()) return;
        if (place > 0) await pause((await rulesOf(origin)).pauseMs, signal);
        const state = await askLink(url, rulesOf, request);
        // Interrupted in between: it was not asked to the end.
        if (stopped()) return;
        const now = new Date().toISOString();
        await sql.updateTable("repository").set({ asked_at: now, ...(state === "unknown" ? {} : { alive: state, checked_at: now.slice(0, 10) }) }).where("id", "=", id).execute();
        counts[state] += 1;
        done += 1;
        onProgress?.(done, links.length);
      }
    }
  };
  await Promise.all(Array.from({ length: sites }, next));
  return counts;
}

function originOf(address: string): string {
  try {
    return new URL(address).origin;
  } catch {
    return "";
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
