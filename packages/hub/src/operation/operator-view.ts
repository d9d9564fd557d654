import type { Database } from "../database/database.js";
import type { Role } from "../database/schema.js";
import { type QueueState, queueState } from "./queue-state.js";
import { type StorageState, storageState } from "./storage-state.js";

export interface Fault {
  readonly at: string;
  readonly place: string;
  readonly text: string;
}

/** Everything that the operator's page shows. */
export interface OperatorView {
  readonly queue: QueueState;
  readonly storage: StorageState;
  /** Bytes that are free where models and documents lie; not known of a store elsewhere. */
  readonly free: number | undefined;
  /** Claims that wait for a reviewer. */
  readonly waiting: number;
  readonly people: readonly { readonly role: Role; readonly count: number }[];
  /** The newest first. */
  readonly faults: readonly Fault[];
}

const FAULTS = 30;

export async function operatorView(database: Database, free: number | undefined): Promise<OperatorView> {
  const { sql } = database;
  const waiting = await sql.selectFrom("result").select((all) => all.fn.countAll<number>().as("n")).where("state", "in", ["pending", "disputed"]).executeTakeFirst();
  const people = await sql.selectFrom("person").select(["role", (all) => all.fn.countAll<number>().as("n")]).groupBy("role").orderBy("role").execute();
  const faults = await sql.selectFrom("fault").select(["at", "place", "text"]).orderBy("id", "desc").limit(FAULTS).execute();
  const failed = await sql.selectFrom("job").select(["id", "ended_at", "error_kind", "error_text"]).where("state", "=", "failed").where("error_kind", "in", ["infrastructure", "crash", "time", "memory", "split missing"]).orderBy("id", "desc").limit(FAULTS).execute();
  return {
    queue: await queueState(database),
    storage: await storageState(database),
    free,
    waiting: Number(waiting?.n ?? 0),
    people: people.map(({ role, n }) => ({ role, count: Number(n) })),
    faults: [...faults, ...failed.map(({ id, ended_at, error_kind, error_text }) => ({ at: ended_at ?? "", place: `job ${id}`, text: `${error_kind}: ${error_text ?? ""}` }))].toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, FAULTS),
  };
}
