import type { Database } from "../database/database.js";
import type { JobTable } from "../database/schema.js";

/** A worker as its last sign of life tells. */
export interface WorkerState {
  readonly name: string;
  readonly host: string;
  readonly isolation: string;
  readonly started: string;
  readonly silentSeconds: number;
  /** The job in its hands. */
  readonly job: number | undefined;
}

export interface QueueState {
  readonly jobs: Readonly<Record<JobTable["state"], number>>;
  readonly oldestWaitingSeconds: number;
  readonly workers: readonly WorkerState[];
  /** Failures of the last seven days by kind, the most frequent first. */
  readonly failures: readonly { readonly kind: string; readonly count: number }[];
}

const WEEK = 7 * 86_400_000;

/** How the queue stands, for whoever runs the hub. */
export async function queueState({ sql }: Database, now = Date.now()): Promise<QueueState> {
  const counted = await sql.selectFrom("job").select(["state", (count) => count.fn.countAll<number>().as("n")]).groupBy("state").execute();
  const oldest = await sql.selectFrom("job").select((least) => least.fn.min("added_at").as("at")).where("state", "=", "queued").executeTakeFirst();
  const workers = await sql.selectFrom("worker").selectAll().orderBy("started").execute();
  const running = await sql.selectFrom("job").select(["id", "worker"]).where("state", "=", "running").execute();
  const failures = await sql.selectFrom("job").select(["error_kind as kind", (count) => count.fn.countAll<number>().as("n")]).where("state", "=", "failed").where("ended_at", ">=", new Date(now - WEEK).toISOString()).groupBy("error_kind").execute();
  const jobs: Record<JobTable["state"], number> = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
  for (const { state, n } of counted) jobs[state] = Number(n);
  const since = (time: string): number => Math.max(0, (now - Date.parse(time)) / 1000);
  return {
    jobs,
    oldestWaitingSeconds: oldest?.at ? since(oldest.at) : 0,
    workers: workers.map(({ name, host, isolation, started, seen }) => ({ name, host, isolation, started, silentSeconds: since(seen), job: running.find(({ worker }) => worker === name)?.id })),
    failures: failures.map(({ kind, n }) => ({ kind: kind ?? "unknown", count: Number(n) })).toSorted((a, b) => b.count - a.count),
  };
}
