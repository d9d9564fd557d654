import { type Kysely, sql as text } from "kysely";
import type { Database } from "../database/database.js";
import type { JobTable, Schema } from "../database/schema.js";
import { inTransaction } from "../database/transaction.js";

export interface NewJob {
  readonly kind: JobTable["kind"];
  /** Plain data; stored as JSON. */
  readonly payload: unknown;
  /** The person it is done for; jobs of nobody take their turn as one person's. */
  readonly ownerId?: number | undefined;
  /** The greater first; 0 where nothing is said. */
  readonly priority?: number | undefined;
}

/** A job in the hands of one worker, for as long as it renews its lease. */
export interface ClaimedJob {
  readonly id: number;
  readonly kind: JobTable["kind"];
  readonly payload: unknown;
  readonly ownerId: number | undefined;
  readonly worker: string;
  /** 1 the first time it is begun. */
  readonly attempt: number;
}

/** How a job ended. `infrastructure` is the hub's own fault: such a job is tried again. */
export type Ending = { readonly state: "done" } | { readonly state: "failed"; readonly kind: string; readonly text: string };

/** Writes what a job brought, in the transaction that ends it. */
export type WriteEnding = (sql: Kysely<Schema>) => Promise<void>;

export interface QueueOptions {
  /** Milliseconds without a sign of life after which a job is taken from its worker. */
  readonly leaseMs?: number | undefined;
  /** How often a job is begun before it's given up. */
  readonly attempts?: number | undefined;
  /** How many jobs of one person run at once. */
  readonly atOnce?: number | undefined;
  /** Milliseconds now; by default the clock that all workers share, PostgreSQL's server's or SQLite's machine's. */
  readonly clock?: (() => number) | undefined;
  /** Writes what becomes of a job that is given up (its workers died, say), in the same transaction. */
  readonly givenUp?: ((sql: Kysely<Schema>, job: Omit<ClaimedJob, "worker" | "attempt">, text: string) => Promise<void>) | undefined;
}

/**
 * Jobs in a table of the hub's own database, so that what a job brings and its end are one transaction: every job ends once, in its
 * outcome or in a named failure, however many workers die on the way. Workers on any number of machines take turns by leases.
 */
export interface JobQueue {
  add(job: NewJob, sql?: Kysely<Schema>): Promise<number>;
  /** The next job, of whoever has fewest running; also one whose worker has been silent for longer than its lease. */
  claim(worker: string): Promise<ClaimedJob | undefined>;
  /** A sign of life. @returns false where the job is no longer this worker's, which must then stop */
  renew(job: ClaimedJob, progress?: unknown): Promise<boolean>;
  /** Ends a job. @returns false where it is no longer this worker's; nothing is written then */
  settle(job: ClaimedJob, ending: Ending, write?: WriteEnding): Promise<boolean>;
  /** Puts it back as if it had not been begun: the worker stops. */
  giveBack(job: ClaimedJob): Promise<boolean>;
  /** @returns false where it has ended, or runs */
  cancel(id: number): Promise<boolean>;
}

/** Taking jobs is done by one worker at a time; it is a matter of a millisecond. */
const CLAIM_LOCK = 7_240_120;

export function openQueue(database: Database, { leaseMs = 60_000, attempts: most = 3, atOnce = 1, clock, givenUp }: QueueOptions = {}): JobQueue {
  const timeOf = async (sql: Kysely<Schema>): Promise<number> => clock?.() ?? (await sharedClock(sql, database.kind));
  const held = (sql: Kysely<Schema>, job: ClaimedJob) =>
    sql.updateTable("job").where("id", "=", job.id).where("state", "=", "running").where("worker", "=", job.worker).where("attempts", "=", job.attempt);

  return {
    async add({ kind, payload, ownerId, priority = 0 }, sql = database.sql) {
      const now = stamp(await timeOf(sql));
      const row = { kind, payload: JSON.stringify(payload), owner_id: ownerId ?? null, priority, state: "queued" as const, run_after: now, added_at: now };
      return (await sql.insertInto("job").values(row).returning("id").executeTakeFirstOrThrow()).id;
    },

    claim: async (worker) =>
      inTransaction(database, async (sql) => {
        if (database.kind === "postgres") await text`select pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(sql);
        const now = await timeOf(sql);
        for (;;) {
          const job = await nextJob(sql, stamp(now), atOnce);
          if (job === undefined) return undefined;
          const found = { id: job.id, kind: job.kind, payload: JSON.parse(job.payload) as unknown, ownerId: job.owner_id ?? undefined };
          // Its late worker may be ending it at this moment: then it is not as it was seen, and the next one is looked for.
          const asSeen = sql.updateTable("job").where("id", "=", job.id).where("state", "=", job.state).where("attempts", "=", job.attempts);
          if (job.attempts >= most) {
            const words = `it was begun ${most} times and its worker fell silent each time`;
            const { numUpdatedRows } = await asSeen.set({ state: "failed", error_kind: "infrastructure", error_text: words, ended_at: stamp(now), lease_until: null }).executeTakeFirst();
            if (numUpdatedRows === 1n) await givenUp?.(sql, found, words);
            continue;
          }
          const attempt = job.attempts + 1;
          const { numUpdatedRows } = await asSeen.set({ state: "running", worker, attempts: attempt, lease_until: stamp(now + leaseMs), progress: null }).executeTakeFirst();
          if (numUpdatedRows === 1n) return { ...found, worker, attempt };
        }
      }),

    async renew(job, progress) {
      const until = stamp((await timeOf(database.sql)) + leaseMs);
      const { numUpdatedRows } = await held(database.sql, job).set({ lease_until: until, ...(progress === undefined ? {} : { progress: JSON.stringify(progress) }) }).executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    settle: async (job, ending, write) =>
      inTransaction(database, async (sql) => {
        const now = stamp(await timeOf(sql));
        const end = { state: ending.state, ended_at: now, lease_until: null, error_kind: ending.state === "failed" ? ending.kind : null, error_text: ending.state === "failed" ? ending.text : null };
        const { numUpdatedRows } = await held(sql, job).set(end).executeTakeFirst();
        if (numUpdatedRows !== 1n) return false;
        await write?.(sql);
        return true;
      }),

    async giveBack(job) {
      const { numUpdatedRows } = await held(database.sql, job).set({ state: "queued", worker: null, lease_until: null, progress: null, attempts: job.attempt - 1 }).executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async cancel(id) {
      const now = stamp(await timeOf(database.sql));
      const { numUpdatedRows } = await database.sql.updateTable("job").set({ state: "cancelled", ended_at: now }).where("id", "=", id).where("state", "=", "queued").executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

/** Waiting, or left by a worker that fell silent; the fairest first. */
async function nextJob(sql: Kysely<Schema>, now: string, atOnce: number) {
  const running = text<number>`(select count(*) from job as other where other.state = 'running' and other.lease_until >= ${now} and other.id <> job.id and coalesce(other.owner_id, 0) = coalesce(job.owner_id, 0))`;
  return await sql
    .selectFrom("job")
    .select(["id", "kind", "payload", "owner_id", "attempts", "state"])
    .where((is) => is.or([is.and([is("state", "=", "queued"), is("run_after", "<=", now)]), is.and([is("state", "=", "running"), is("lease_until", "<", now)])]))
    .where((is) => is.or([is("owner_id", "is", null), is(running, "<", atOnce)]))
    .orderBy("priority", "desc")
    .orderBy(running)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}

/** Milliseconds by the clock that all workers share: the server's of PostgreSQL, the machine's of SQLite. */
async function sharedClock(sql: Kysely<Schema>, kind: Database["kind"]): Promise<number> {
  if (kind === "sqlite") return Date.now();
  const { rows } = await text<{ ms: number }>`select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(sql);
  return rows[0]?.ms ?? Date.now();
}

const stamp = (ms: number): string => new Date(ms).toISOString();
